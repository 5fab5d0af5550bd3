import { formatTime } from './format.ts'
import type { Freshness } from './reading.ts'

export interface ConnectionFacts {
  readonly stream:
    | { readonly kind: 'connecting' }
    | { readonly kind: 'live' }
    | { readonly kind: 'lost'; readonly retryAtMs: number }
    /** Not asked for: without a session a token would have to be in the socket's address. */
    | { readonly kind: 'none' }
  /** Of the figures that are asked for every second. */
  readonly freshness: Freshness
  /** By the system's clock; undefined when there were none. */
  readonly dataAtMs: number | undefined
  readonly nowMs: number
}

export interface ConnectionView {
  /** `polling`: figures come, but only because they are asked for. */
  readonly state: 'live' | 'connecting' | 'polling' | 'lost'
  readonly text: string
  /** The same without what changes every second, for a screen reader. */
  readonly announcement: string
}

/** A page whose socket is open but whose figures are old is not live. */
export function connectionOf(facts: ConnectionFacts): ConnectionView {
  const { stream, freshness, dataAtMs, nowMs } = facts
  const answers = freshness === 'live'
  if (stream.kind === 'live') {
    if (answers || freshness === 'waiting') {
      return { state: 'live', text: 'Live', announcement: 'Connected, figures are live' }
    }
    const since = dataAtMs === undefined ? '' : `: as of ${formatTime(dataAtMs)}`
    return { state: 'lost', text: `Figures not live${since}`, announcement: 'Figures are not live' }
  }
  if (stream.kind === 'connecting') {
    return { state: 'connecting', text: 'Connecting', announcement: '' }
  }
  if (stream.kind === 'none') {
    const announcement = 'No session: figures are asked for, there are no live events'
    return answers
      ? { state: 'polling', text: 'No session, no live events', announcement }
      : noConnection(dataAtMs, '')
  }
  const again = `, retry in ${Math.max(0, Math.ceil((stream.retryAtMs - nowMs) / 1000))} s`
  if (answers) {
    const announcement = 'Live events lost, figures are asked for'
    return { state: 'polling', text: `Events lost${again}`, announcement }
  }
  return noConnection(dataAtMs, again)
}

function noConnection(dataAtMs: number | undefined, again: string): ConnectionView {
  const since = dataAtMs === undefined ? '' : `, as of ${formatTime(dataAtMs)}`
  return {
    state: 'lost',
    text: `No connection${since}${again}`,
    announcement: 'Connection lost, figures are not live',
  }
}
