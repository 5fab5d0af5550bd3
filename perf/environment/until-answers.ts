import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../errors.ts'

const pauseMs = 40

/** One question may take this long; a server that accepts and then says nothing is not ready. */
const questionTimeoutMs = 5_000

/** Asks until an answer comes. The failure at the end of the time quotes the last answer there was. */
export async function untilAnswers<T>(
  what: string,
  ask: (signal: AbortSignal) => Promise<T>,
  timeoutMs: number,
): Promise<T> {
  const startMs = performance.now()
  const limit = AbortSignal.timeout(Math.ceil(timeoutMs))
  let last: unknown
  while (!limit.aborted) {
    try {
      const signal = AbortSignal.any([limit, AbortSignal.timeout(questionTimeoutMs)])
      return await Promise.race([ask(signal), rejection(signal)])
    } catch (error) {
      // The limit itself is no answer.
      if (!limit.aborted || last === undefined) last = error
    }
    await sleep(Math.min(pauseMs, timeoutMs))
  }
  const waitedMs = Math.round(performance.now() - startMs)
  throw new KnownFailure(
    'service',
    `${what} not ready after ${waitedMs} ms: last answer ${describe(last)}, expected it to answer within ${timeoutMs} ms`,
    { cause: last },
  )
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}

/** Libraries put the telling part into `errors` or `cause` and leave the message empty. */
export function describe(error: unknown): string {
  const parts: string[] = []
  for (let next = error; next instanceof Error && parts.length < 4; next = next.cause) {
    const inner = next instanceof AggregateError ? next.errors.map(messageOf) : []
    parts.push([messageOf(next), ...inner].filter(Boolean).join(', '))
  }
  const text = [...new Set(parts)].filter(Boolean).join(': ')
  return text === '' ? String(error) : `"${text}"`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error)
}
