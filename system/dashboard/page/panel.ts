import { formatTime } from '../model/format.ts'
import { businessTimeOf } from './business-time.ts'
import { h, setText } from './dom.ts'
import type { Drawn, FrameLoop } from './frame-loop.ts'
import type { Source } from './source.ts'

/** What fills a panel. `draw` is called with figures only, and only when they may have changed. */
export interface View<T> {
  readonly element: HTMLElement
  draw(data: T): void
}

export interface PanelOptions<T> {
  readonly id: string
  readonly title: string
  /** What is to be seen, with its unit and its span of time. */
  readonly hint: string
  /** Columns of twelve. */
  readonly span: number
  readonly source: Source<T>
  readonly view: View<T>
  /** Drawn again when one of these changes; their absence does not hide the panel. */
  readonly also?: readonly Source<unknown>[]
  /** Why there is nothing to see; undefined when there is. */
  readonly emptyReason?: (data: T) => string | undefined
  /** Between two drawings. */
  readonly pauseMs?: number
  readonly tools?: HTMLElement
}

export interface Panel extends Drawn {
  readonly element: HTMLElement
  /** Ask to be drawn, e.g. because time has passed. */
  touch(): void
}

/**
 * One section of the page. It shows figures only if they came from the server, says when they are
 * no longer live and since when, and if there are none, why. A panel that fails takes no other with
 * it.
 */
export function createPanel<T>(options: PanelOptions<T>, loop: FrameLoop): Panel {
  const { id, source, view } = options
  const state = h('p', { class: 'panel-state', hidden: true })
  const message = h('p', { class: 'panel-message' })
  const body = h('div', { class: 'panel-body' }, view.element)
  const head = h(
    'div',
    { class: 'panel-head' },
    h('h3', { id: `${id}-title` }, options.title),
    state,
  )
  if (options.tools !== undefined) {
    head.append(options.tools)
  }
  head.append(h('p', { class: 'hint' }, options.hint))
  const element = h('section', { class: 'panel', id, 'aria-labelledby': `${id}-title` })
  element.append(head, body, message)
  element.style.setProperty('--span', String(options.span))
  element.style.setProperty('--span-narrow', options.span <= 4 ? '6' : '12')

  const show = (text: string | undefined): void => {
    setText(message, text ?? '')
    message.hidden = text === undefined
    body.hidden = text !== undefined
  }
  const panel: Panel = {
    element,
    touch() {
      loop.request(panel, options.pauseMs)
    },
    draw() {
      const freshness = source.freshness()
      element.dataset['freshness'] = freshness
      state.hidden = freshness !== 'stale'
      const { data, atMs, failure } = source.reading
      if (data === undefined) {
        show(reasonWithout(source, freshness))
        return
      }
      setText(
        state,
        `Not live: as of ${formatTime(businessTimeOf(atMs) ?? atMs)}${failure ? `, ${failure.message}` : ''}`,
      )
      const reason = options.emptyReason?.(data)
      show(reason)
      if (reason === undefined) {
        show(drawSafely(view, data))
      }
    },
  }
  for (const one of [source, ...(options.also ?? [])]) {
    one.onChange(() => {
      panel.touch()
    })
  }
  return panel
}

function reasonWithout(source: Source<unknown>, freshness: string): string {
  switch (freshness) {
    case 'absent':
      return `Not available: this server has no ${endpointOf(source)}.`
    case 'failed':
      return `Could not be read: ${source.reading.failure?.message ?? 'no answer'}. Trying again.`
    default:
      return 'Waiting for the first figures.'
  }
}

function endpointOf(source: Source<unknown>): string {
  return source.path.replace(/\?.*$/, '')
}

/** @returns what went wrong: an answer of another shape than this page was written for */
function drawSafely<T>(view: View<T>, data: T): string | undefined {
  try {
    view.draw(data)
    return undefined
  } catch (error) {
    return `The server's answer was not understood: ${String(error)}.`
  }
}
