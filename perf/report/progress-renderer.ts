import type { ProgressEvent } from './progress-event.ts'
import { advance, eventLine, noProgress, progressLines, type ProgressState } from './progress.ts'
import { columns, ink, type TerminalOptions } from './terminal-style.ts'

/**
 * Puts the live view on a terminal. Both renderers write through a function they are given and read
 * no clock: in a terminal the owner calls `tick` as often as the elapsed time should move, and
 * `clear` before anything else is printed.
 */
export type ProgressRenderer = {
  readonly event: (event: ProgressEvent) => void
  /** `atMs` on the clock of the events. */
  readonly tick: (atMs: number) => void
  readonly clear: () => void
}

/** Rewrites its lines in place. `options` is asked each time, because a terminal can be resized. */
export function liveRenderer(
  write: (text: string) => void,
  options: () => TerminalOptions,
): ProgressRenderer {
  let state: ProgressState = noProgress
  let shownWidths: readonly number[] = []

  const clear = () => {
    if (shownWidths.length === 0) return
    const { width } = options()
    // A narrower terminal has wrapped what was written: more rows to go up.
    const rows = shownWidths.reduce(
      (sum, each) => sum + Math.max(1, Math.ceil(each / Math.max(1, width))),
      0,
    )
    write(`\u001b[${rows}A\u001b[0J`)
    shownWidths = []
  }
  const draw = (atMs: number) => {
    const lines = progressLines(state, atMs, options())
    clear()
    write(`${lines.join('\n')}\n`)
    shownWidths = lines.map(columns)
  }
  return {
    event: (event) => {
      state = advance(state, event)
      const isLasting =
        event.kind === 'note' ? event.level === 'warning' : event.kind === 'scenario-finished'
      if (isLasting) {
        clear()
        write(
          `${ink(eventLine(event, noProgress, options()), event.kind === 'note' ? 'yellow' : 'dim', options())}\n`,
        )
      }
      draw(event.atMs)
    },
    tick: draw,
    clear,
  }
}

/** One line per event, for a log. */
export function logRenderer(
  write: (text: string) => void,
  options: Pick<TerminalOptions, 'unicode'>,
): ProgressRenderer {
  let state: ProgressState = noProgress
  return {
    event: (event) => {
      state = advance(state, event)
      write(`${eventLine(event, state, options)}\n`)
    },
    tick: () => undefined,
    clear: () => undefined,
  }
}
