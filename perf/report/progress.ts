import { durationText } from './numbers.ts'
import type { ProgressEvent } from './progress-event.ts'
import { clip, type TerminalOptions, terminalText } from './terminal-style.ts'

/**
 * The live view of a run as a value: events go in, lines come out. Time left is what the
 * generations still to come take at the mean of their own scenario's finished ones, so it is
 * unknown until the first one has finished. Of a scenario that has none yet nothing is known, for
 * scenarios differ by a factor and count their work first: until then what is left is "at least".
 * It is of measuring alone: whether a further look or a look inside follows hangs on the verdict.
 */
export type ProgressState = {
  readonly phase: string
  readonly scenario: {
    readonly name: string
    readonly index: number
    readonly total: number
  } | null
  readonly generation: {
    readonly index: number
    readonly total: number
    readonly startedAtMs: number
  } | null
  /** By the scenario's index, over all looks; dropped generations took time as well. */
  readonly finished: ReadonlyMap<number, FinishedGenerations>
  readonly note: string
}

type FinishedGenerations = { readonly count: number; readonly ms: number }

export const noProgress: ProgressState = {
  phase: 'Starting',
  scenario: null,
  generation: null,
  finished: new Map(),
  note: '',
}

export function advance(state: ProgressState, event: ProgressEvent): ProgressState {
  switch (event.kind) {
    case 'phase':
      return { ...state, phase: event.title, scenario: null, generation: null, note: '' }
    case 'scenario-started': {
      const { scenario: name, index, total, generations } = event
      const generation =
        generations === undefined ? null : { index: 0, total: generations, startedAtMs: event.atMs }
      return { ...state, scenario: { name, index, total }, generation, note: '' }
    }
    case 'generation-started':
      return {
        ...state,
        generation: { index: event.index, total: event.total, startedAtMs: event.atMs },
        note: '',
      }
    case 'generation-finished': {
      const startedAtMs = state.generation?.startedAtMs ?? event.atMs
      const index = state.scenario?.index ?? 1
      const { count, ms } = state.finished.get(index) ?? { count: 0, ms: 0 }
      const now = { count: count + 1, ms: ms + Math.max(0, event.atMs - startedAtMs) }
      return { ...state, finished: new Map(state.finished).set(index, now) }
    }
    case 'scenario-finished':
      return { ...state, generation: null }
    case 'note':
      return { ...state, note: event.message }
  }
}

export interface TimeLeft {
  readonly ms: number
  /** A scenario of which nothing is known is still to come, and not among `ms`. */
  readonly isLeast: boolean
}

/** Until the last generation of the last scenario, or null while nothing is known. */
export function timeLeft(state: ProgressState, nowMs: number): TimeLeft | null {
  const { finished, generation } = state
  const { index, total } = state.scenario ?? { index: 1, total: 1 }
  const mean = meanMs(finished, index)
  if (generation === null || mean === null) return null
  let ms = (generation.total - generation.index) * mean
  ms += Math.max(0, mean - (nowMs - generation.startedAtMs))
  // Scenarios to come are taken to have as many generations as this one.
  const later = Array.from({ length: total - index }, (_, at) => meanMs(finished, index + 1 + at))
  for (const each of later) ms += generation.total * (each ?? 0)
  return { ms, isLeast: later.includes(null) }
}

/** Of this scenario's finished generations. */
function meanMs(finished: ProgressState['finished'], index: number): number | null {
  const own = finished.get(index)
  return own === undefined ? null : own.ms / own.count
}

function leftText(state: ProgressState, nowMs: number, what = ''): string | null {
  const left = timeLeft(state, nowMs)
  if (left === null) return null
  return `${left.isLeast ? 'at least' : 'about'} ${durationText(left.ms)}${what} left`
}

/** One or two lines: where the run is, and what it is doing just now. */
export function progressLines(
  state: ProgressState,
  nowMs: number,
  options: TerminalOptions,
): string[] {
  const left = leftText(state, nowMs)
  const parts = [
    state.phase,
    ...(state.scenario === null
      ? []
      : [`${state.scenario.name} (${state.scenario.index} of ${state.scenario.total})`]),
    ...(state.generation === null || state.generation.index === 0
      ? []
      : [`generation ${state.generation.index} of ${state.generation.total}`]),
    durationText(nowMs),
    ...(left === null ? [] : [left]),
  ]
  const first = `${bar(state)}${parts.join(' · ')}`
  return [first, ...(state.note === '' ? [] : [`  ${state.note}`])].map((line) =>
    // A space in front is lost to the clean-up of the text, which is what keeps it to one line.
    clip(
      `${line.startsWith('  ') ? '  ' : ''}${terminalText(line, options)}`,
      options.width,
      options,
    ),
  )
}

/** One event as one line of a log. */
export function eventLine(
  event: ProgressEvent,
  state: ProgressState,
  options: Pick<TerminalOptions, 'unicode'>,
): string {
  const left = leftText(state, event.atMs, ' of measuring')
  const estimate = left === null ? '' : `, ${left}`
  return terminalText(`[${durationText(event.atMs)}] ${eventText(event)}${estimate}`, options)
}

function eventText(event: ProgressEvent): string {
  switch (event.kind) {
    case 'phase':
      return event.title
    case 'scenario-started':
      return `${event.scenario} (${event.index} of ${event.total}): started`
    case 'generation-started':
      return `${event.scenario}: generation ${event.index} of ${event.total} started`
    case 'generation-finished': {
      const dropped =
        event.dropped === undefined || event.dropped === null
          ? 'finished'
          : `dropped: ${event.dropped}`
      return `${event.scenario}: generation ${event.index} of ${event.total} ${dropped}`
    }
    case 'scenario-finished':
      return `${event.scenario} (${event.index} of ${event.total}): ${event.status}`
    case 'note':
      return `${event.level === 'warning' ? 'warning: ' : ''}${event.scenario === undefined ? '' : `${event.scenario}: `}${event.message}`
  }
}

const barWidth = 16

function bar({ scenario, generation }: ProgressState): string {
  if (scenario === null || generation === null || generation.total === 0) return ''
  const share =
    (scenario.index - 1 + Math.max(0, generation.index - 1) / generation.total) / scenario.total
  const full = Math.min(barWidth, Math.max(0, Math.round(share * barWidth)))
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} `
}
