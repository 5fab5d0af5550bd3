import { appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

/**
 * The ledger on disk: one JSON record a line, appended with one write each, so that processes of
 * one run can share it and a kill in mid-write costs at most the last line.
 */
const identity = { pid: Type.Integer({ minimum: 1 }), startTicks: Type.Integer({ minimum: 0 }) }

export const ledgerRecord = Type.Union([
  Type.Object({
    kind: Type.Literal('owner'),
    runId: Type.String({ pattern: '^[0-9a-z-]{8,64}$' }),
    ...identity,
    bootId: Type.String({ minLength: 1 }),
    pidNamespace: Type.String({ minLength: 1 }),
  }),
  Type.Object({ kind: Type.Literal('process'), ...identity, what: Type.String() }),
  Type.Object({
    kind: Type.Literal('container'),
    id: Type.String({ pattern: '^[0-9a-f]{12,64}$' }),
    what: Type.String(),
  }),
  Type.Object({
    kind: Type.Literal('folder'),
    path: Type.String({ pattern: '^/' }),
    /**
     * Device and inode where it existed already; a folder of that name made by others is not ours.
     */
    inode: Type.Union([Type.String(), Type.Null()]),
  }),
  Type.Object({
    kind: Type.Literal('database'),
    adminUrl: Type.String({ minLength: 1 }),
    name: Type.String({ minLength: 1 }),
  }),
])

export type LedgerRecord = Static<typeof ledgerRecord>
export type RecordOf<Kind extends LedgerRecord['kind']> = Extract<LedgerRecord, { kind: Kind }>

export function ledgerPath(folder: string): string {
  return path.join(folder, 'ledger.ndjson')
}

/** Readable by its owner only: it holds the URLs of external servers. */
export function appendRecord(folder: string, record: LedgerRecord): void {
  appendFileSync(ledgerPath(folder), `${JSON.stringify(record)}\n`, { mode: 0o600 })
}

/** All complete records. A line that a kill cut short is left out; a missing file has none. */
export function readRecords(folder: string): LedgerRecord[] {
  let text: string
  try {
    text = readFileSync(ledgerPath(folder), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return text
    .split('\n')
    .map(parseRecord)
    .filter((record) => record !== undefined)
}

function parseRecord(line: string): LedgerRecord | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return Value.Check(ledgerRecord, value) ? value : undefined
  } catch {
    return undefined
  }
}

export function recordsOf<Kind extends LedgerRecord['kind']>(
  records: readonly LedgerRecord[],
  kind: Kind,
): RecordOf<Kind>[] {
  return records.filter((record): record is RecordOf<Kind> => record.kind === kind)
}
