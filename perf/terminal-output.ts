import { liveRenderer, logRenderer, type ProgressRenderer } from './report/progress-renderer.ts'
import type { ProgressEvent } from './report/progress-event.ts'
import type { TerminalOptions } from './report/terminal-style.ts'
import type { UntimedEvent } from './measuring/measure-scenario.ts'

/**
 * The command line's own terminal: live lines when a person watches, one line per event in a log.
 */
export interface TerminalOutput extends Disposable {
  readonly options: () => TerminalOptions
  readonly event: (event: UntimedEvent) => void
}

const tickMs = 500
const logWidth = 120

export function openTerminal(
  stream: NodeJS.WriteStream,
  environment: TerminalEnvironment,
): TerminalOutput {
  const startMs = performance.now()
  const options = (): TerminalOptions => ({
    width: stream.columns ?? logWidth,
    color: environment.color,
    unicode: environment.unicode,
  })
  const write = (text: string) => void stream.write(text)
  const live = stream.isTTY && environment.live
  const renderer: ProgressRenderer = live
    ? liveRenderer(write, options)
    : logRenderer(write, options())
  const now = () => performance.now() - startMs
  const timer = live ? setInterval(() => renderer.tick(now()), tickMs) : undefined
  return {
    options,
    event: (event) => renderer.event({ ...event, atMs: now() } as ProgressEvent),
    [Symbol.dispose]() {
      clearInterval(timer)
      renderer.clear()
    },
  }
}

export interface TerminalEnvironment {
  /** A person watches: lines are rewritten in place. A log gets one line per event. */
  readonly live: boolean
  readonly color: boolean
  readonly unicode: boolean
}
