/** The last lines that a process wrote, for the message that says why it ended. */
export interface OutputTail {
  push(chunk: string): void
  lines(): readonly string[]
}

/** A line longer than this is cut: some programs print whole documents in one. */
const longestLine = 2_000

/** Keeps `limit` lines; `onLine` hears every complete line at once. */
export function outputTail(limit: number, onLine?: (line: string) => void): OutputTail {
  let kept: string[] = []
  let partial = ''
  return {
    push(chunk) {
      const parts = (partial + chunk).split(/\r?\n/)
      partial = (parts.pop() ?? '').slice(0, longestLine)
      const lines = parts.map((line) => line.slice(0, longestLine))
      for (const line of lines) onLine?.(line)
      kept = [...kept, ...lines].slice(-limit)
    },
    lines: () => (partial === '' ? kept : [...kept, partial]).slice(-limit),
  }
}
