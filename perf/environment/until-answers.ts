import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../errors.ts'

const pauseMs = 40

/** One question may take this long; a server that accepts and then says nothing is not ready. */
const questionTimeoutMs = 5_000

/**
 * Asks until an answer comes. The failure at the end of the time quotes the last answer there was.
 * When `died` resolves before, the asking ends and that failure is thrown.
 */
export async function untilAnswers<T>(
  what: string,
  ask: () => Promise<T>,
  timeoutMs: number,
  died: Promise<KnownFailure> = new Promise(() => {}),
): Promise<T> {
  const startMs = performance.now()
  let death: KnownFailure | undefined
  void died.then((failure) => (death = failure))
  const dead = died.then((failure): never => {
    throw failure
  })
  let last: unknown
  while (performance.now() - startMs < timeoutMs) {
    const leftMs = timeoutMs - (performance.now() - startMs)
    try {
      return await Promise.race([ask(), within(Math.min(questionTimeoutMs, leftMs)), dead])
    } catch (error) {
      if (death !== undefined) throw death
      // The end of the time is no answer, where there was one before.
      if (!(error instanceof NoAnswer) || last === undefined) last = error
    }
    await sleep(pauseMs)
  }
  const waitedMs = Math.round(performance.now() - startMs)
  throw new KnownFailure(
    'service',
    `${what} not ready after ${waitedMs} ms: last answer ${describe(last)}, expected it to answer within ${timeoutMs} ms`,
    { cause: last },
  )
}

class NoAnswer extends Error {}

async function within(limitMs: number): Promise<never> {
  await sleep(limitMs, undefined, { ref: false })
  throw new NoAnswer(`no answer within ${Math.round(limitMs)} ms`)
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
