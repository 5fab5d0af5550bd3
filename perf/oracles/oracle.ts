import type { InvariantResult } from '../result/document.ts'
import { target, targetHeaders } from '../target/contract.ts'

/**
 * Oracles ask a running system what no query of its own tables can tell: what clients are told,
 * what is in the topic, what the totals say. What SQL can tell is in the system's invariants. Each
 * is named after the list in docs/oracles.md, and its violations should be none. They are asked
 * when nothing is in flight.
 */
export interface OracleContext {
  readonly baseUrl: string
  readonly token: string
  readonly databaseUrl: string
  readonly kafkaBrokers: readonly string[]
  /** Prefix of the system's topics. */
  readonly namespace: string
  /** Resolves when nothing is in flight. */
  readonly quiesce: () => Promise<void>
}

const sampleMost = 3

/** @param violations one text each */
export function finding(id: string, title: string, violations: readonly string[]): InvariantResult {
  const sample = violations.slice(0, sampleMost)
  return { id: `oracle.${id}`, title, arm: 'head', violations: violations.length, sample }
}

export interface OracleAnswer {
  readonly status: number
  readonly isReplay: boolean
  readonly body: Readonly<Record<string, unknown>>
}

const requestTimeoutMs = 20_000

export async function payAt(
  { baseUrl, token }: OracleContext,
  key: string,
  order: object,
): Promise<OracleAnswer> {
  return ask(`${baseUrl}/api/v1/payments`, {
    method: 'POST',
    headers: {
      ...targetHeaders(token),
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(order),
  })
}

export async function getFrom(
  { baseUrl, token }: OracleContext,
  path: string,
): Promise<OracleAnswer> {
  return ask(`${baseUrl}${path}`, { headers: targetHeaders(token) })
}

export async function readMetrics({ baseUrl }: OracleContext): Promise<string> {
  const answer = await fetch(`${baseUrl}${target.healthPath.metrics}`)
  return answer.text()
}

async function ask(url: string, init: RequestInit): Promise<OracleAnswer> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(requestTimeoutMs) })
  const body = (await answer.json().catch(() => ({}))) as Readonly<Record<string, unknown>>
  return {
    status: answer.status,
    isReplay: answer.headers.get('idempotent-replayed') === 'true',
    body,
  }
}
