import { appendFileSync, closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { UntimedEvent } from '../measuring/measure-scenario.ts'

/**
 * Progress crosses from vitest's worker to the command line through a file: one event a line,
 * appended with one write, so that neither side waits for the other.
 */
export function progressFile(ledgerFolder: string): string {
  return join(ledgerFolder, 'progress.ndjson')
}

export function appendProgress(file: string, event: UntimedEvent): void {
  appendFileSync(file, `${JSON.stringify(event)}\n`)
}

const pollMs = 100

/** Calls back for every event until disposed, which reads what is left. */
export function followProgress(file: string, onEvent: (event: UntimedEvent) => void): Disposable {
  let position = 0
  let rest = ''
  const read = () => {
    const chunk = readFrom(file, position)
    position += chunk.length
    const lines = (rest + chunk.toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onEvent(JSON.parse(line) as UntimedEvent)
  }
  const timer = setInterval(read, pollMs)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      read()
    },
  }
}

function readFrom(file: string, position: number): Buffer {
  if (!existsSync(file)) return Buffer.alloc(0)
  const descriptor = openSync(file, 'r')
  try {
    const length = Math.max(0, fstatSync(descriptor).size - position)
    const buffer = Buffer.alloc(length)
    const read = length === 0 ? 0 : readSync(descriptor, buffer, 0, length, position)
    return buffer.subarray(0, read)
  } finally {
    closeSync(descriptor)
  }
}
