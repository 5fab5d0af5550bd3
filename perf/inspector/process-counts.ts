import type { Inspector } from './inspector.ts'

/** What the preloaded part of `countedFromBoot` has counted since the process began. */
export interface ProcessCounts {
  /** Outgoing calls by `METHOD host/route`. */
  readonly httpCalls: Readonly<Record<string, number>>
  /** Bytes of answers, headers included, by `METHOD /route`. */
  readonly responseBytes: Readonly<Record<string, number>>
  /** By V8, all that was ever allocated on its heap; undefined before Node 26. */
  readonly allocatedBytes?: number
}

export async function readProcessCounts(inspector: Inspector): Promise<ProcessCounts> {
  return (await inspector.evaluate("globalThis[Symbol.for('plumbline')].read()")) as ProcessCounts
}
