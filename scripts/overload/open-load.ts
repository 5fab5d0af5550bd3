import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRecorded } from '../../perf/oracles/idempotency.ts'
import { quantile } from '../../perf/stats/quantile.ts'
import { checkSample } from '../../perf/stats/sample.ts'
import type { Answer } from '../../system/testing/system-process.ts'

/** When a request was made, from the beginning of the load on, and how long its answer took. */
export interface Taken {
  readonly atMs: number
  readonly latencyMs: number
}

/** One request that was made, whatever the others were doing. */
export interface Made extends Taken {
  readonly key: string
  /** 0 where there was no answer. */
  readonly status: number
  readonly id: string
  readonly retryAfter: string | null
}

interface Payee {
  pay(key: string, order: unknown): Promise<Answer>
  anonymous(path: string): Promise<Answer>
}

export const order = {
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor: 1,
  currency: 'USD',
}

const tickMs = 10

/** What was made of a load, and what some requests among it took that wait for nothing. */
export interface Offered {
  readonly made: readonly Made[]
  /**
   * The client, the machine with whatever else it does, and the server's event loop: what an order
   * took beyond it, it has waited for.
   */
  readonly atOnce: readonly Taken[]
}

const ordersPerProbe = 10
const livePath = '/health/live'

/** So many orders a second, each by schedule: a server that is slow does not get fewer of them. */
export async function offer(
  payee: Payee,
  ordersPerSecond: number,
  durationMs: number,
): Promise<Offered> {
  const prefix = randomBytes(4).toString('hex')
  const startedMs = performance.now()
  const answers: Promise<Made>[] = []
  const probes: Promise<Taken>[] = []
  for (let nowMs = 0; nowMs < durationMs; nowMs = performance.now() - startedMs) {
    while (answers.length < (nowMs * ordersPerSecond) / 1_000) {
      if (answers.length % ordersPerProbe === 0) {
        probes.push(askAtOnce(payee, startedMs))
      }
      answers.push(make(payee, `${prefix}-${answers.length}`, startedMs))
    }
    await sleep(tickMs)
  }
  return { made: await Promise.all(answers), atOnce: await Promise.all(probes) }
}

/** @param startedMs when the load began, of `performance.now()` */
export async function askAtOnce(payee: Payee, startedMs: number): Promise<Taken> {
  const askedMs = performance.now()
  await payee.anonymous(livePath).catch(() => undefined)
  return { atMs: askedMs - startedMs, latencyMs: performance.now() - askedMs }
}

async function make(payee: Payee, key: string, startedMs: number): Promise<Made> {
  const madeMs = performance.now()
  const answer = await payee.pay(key, order).catch(() => undefined)
  return {
    key,
    atMs: madeMs - startedMs,
    latencyMs: performance.now() - madeMs,
    status: answer?.status ?? 0,
    id: idOf(answer),
    retryAfter: answer?.headers.get('retry-after') ?? null,
  }
}

function idOf(answer: Answer | undefined): string {
  const id = answer?.json['id']
  return typeof id === 'string' ? id : ''
}

export function accepted(made: readonly Made[]): readonly Made[] {
  return made.filter(isRecorded)
}

export function shed(made: readonly Made[]): readonly Made[] {
  return made.filter(({ status }) => status === 503 || status === 429)
}

/** @param share between 0 and 1 @throws when none were made: a limit would hold for nothing */
export function latencyMsAt(share: number, made: readonly Pick<Taken, 'latencyMs'>[]): number {
  const checked = checkSample(made.map(({ latencyMs }) => latencyMs))
  if (checked.kind === 'refused') throw new Error(`latencies of the load: ${checked.message}`)
  return quantile(checked.sample, share)
}
