import { rssBytesNow, rssBytesPeak } from '../../../perf/probes/memory.ts'
import { targetHeaders } from '../../../perf/target/contract.ts'
import { withConnection } from '../../../perf/target/databases.ts'
import { KnownFailure } from '../../../perf/errors.ts'
import type { Bench } from '../bench.ts'
import { atMost, below, type RowOutcome } from '../figure.ts'
import type { BenchRow } from '../row.ts'
import { openStage, type Stage } from '../stage.ts'

/** R3.20: a file of a million payments, from the request to its last byte. */
const rows = 1_000_000
const bytesPerMb = 1e6

export const exportMillion: BenchRow = {
  name: 'export',
  title: 'Export, 1,000,000 payments as CSV',
  onServices: true,
  measure,
}

async function measure(bench: Bench): Promise<RowOutcome> {
  await using stage = await openStage(bench)
  bench.say(`export: making ${rows} payments`)
  await withConnection(stage.place.address.databaseUrl, async (client) => {
    await client.query(makePayments)
    await client.query('vacuum (analyze) payment')
  })
  const { pid } = stage.system
  // The first file of the process is one of no rows: what is loaded for any is no part of the
  // million.
  await readFile(stage, '1999-01-01', '1999-01-01')
  const before = rssBytesNow(pid)
  const startedMs = performance.now()
  const file = await stage.system.guard(readFile(stage, '2001-01-01', '2001-12-31'))
  const durationMs = performance.now() - startedMs
  const peak = rssBytesPeak(pid)
  const extraBytes = before === undefined || peak === undefined ? undefined : peak - before
  return {
    kind: 'measured',
    figures: [
      {
        what: 'from the request to the last byte',
        value: durationMs,
        unit: 'ms',
        target: below(10_000),
      },
      { what: 'to the first byte', value: file.firstByteMs, unit: 'ms' },
      {
        what: 'memory of the system, peak above before',
        value: extraBytes,
        unit: 'bytes',
        target: below(100e6),
      },
      {
        what: 'rows that are missing',
        value: rows - (file.lines - 1),
        unit: '',
        target: atMost(0),
      },
      { what: 'size of the file', value: file.bytes, unit: 'bytes' },
    ],
    remarks: [
      `${(file.bytes / bytesPerMb / (durationMs / 1_000)).toFixed(0)} MB/s, read as fast as they come`,
    ],
  }
}

interface FileRead {
  readonly lines: number
  readonly bytes: number
  readonly firstByteMs: number
}

async function readFile(stage: Stage, from: string, to: string): Promise<FileRead> {
  const { host, port, token } = stage.place.address
  const path = `/api/v1/export/payments?date_from=${from}&date_to=${to}`
  const startedMs = performance.now()
  const answer = await fetch(`http://${host}:${port}${path}`, { headers: targetHeaders(token) })
  if (!answer.ok || answer.body === null) {
    throw new KnownFailure('target', `the export was answered ${answer.status}, expected 200`)
  }
  let [lines, bytes, firstByteMs] = [0, 0, 0]
  for await (const piece of answer.body) {
    firstByteMs ||= performance.now() - startedMs
    bytes += piece.length
    lines += linesIn(piece)
  }
  return { lines, bytes, firstByteMs }
}

const newLine = 10

function linesIn(piece: Uint8Array): number {
  let lines = 0
  for (let at = piece.indexOf(newLine); at !== -1; at = piece.indexOf(newLine, at + 1)) lines += 1
  return lines
}

/** Of twelve days of the year 2001, with ids of their time, as the system makes them. */
const makePayments = `insert into payment (tenant, id, idempotency_key, debtor_id, creditor_id, amount_minor,
  currency, reference, created_at)
select 'interbank', (lpad(to_hex(ms), 12, '0') || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid,
  'export-' || n, 1 + n % 400, 401 + n % 200, n, 'USD', 'invoice "' || n || '"', to_timestamp(ms / 1000.0)
from generate_series(1, ${rows}) as n
cross join lateral (select 985000000000 + n::bigint * 1000 as ms) as time`
