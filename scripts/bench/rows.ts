import { matchesGlob } from 'node:path'
import { KnownFailure } from '../../perf/errors.ts'
import type { BenchRow } from './row.ts'
import { bulk } from './rows/bulk.ts'
import { dashboard } from './rows/dashboard.ts'
import { exportMillion } from './rows/export.ts'
import { judging } from './rows/judging.ts'
import { knee } from './rows/knee.ts'
import { load12000, load3000, load3000Fsync, users10000 } from './rows/loads.ts'
import { netting } from './rows/netting.ts'
import { overhead } from './rows/overhead.ts'
import { payments3000, payments9000 } from './rows/payments.ts'
import { reconciliation } from './rows/reconciliation.ts'
import { rules } from './rows/rules.ts'
import { startUp } from './rows/start-up.ts'
import { prProfile, quickProfile } from './rows/whole-run.ts'

/** In the order of the document. */
export const benchRows: readonly BenchRow[] = [
  payments3000,
  payments9000,
  load3000,
  load3000Fsync,
  load12000,
  users10000,
  dashboard,
  knee,
  bulk,
  reconciliation,
  netting,
  rules,
  exportMillion,
  overhead,
  startUp,
  judging,
  quickProfile,
  prProfile,
]

/** Without a pattern, all that are not optional. A pattern that matches nothing is a mistake. */
export function selectRows(
  rows: readonly BenchRow[],
  pattern: string | undefined,
): readonly BenchRow[] {
  if (pattern === undefined) return rows.filter((row) => row.optional !== true)
  const found = rows.filter((row) => matchesGlob(row.name, pattern))
  if (found.length > 0) return found
  const known = rows.map((row) => row.name).join(', ')
  throw new KnownFailure('usage', `--row ${pattern} matches no row, expected one of ${known}`)
}
