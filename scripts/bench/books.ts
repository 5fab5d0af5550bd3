import { checkInvariants, readInvariants } from '../../perf/measuring/generation/invariants.ts'
import type { Bench } from './bench.ts'

/** After a row's load: is it still right? */
export interface Books {
  readonly checked: number
  /** One sentence for each. */
  readonly violated: readonly string[]
}

/**
 * Asks every invariant of the named modules. @param acknowledged what clients were told; where
 * nobody kept it, the invariants that take it are not asked, because of nothing they would all hold
 */
export async function checkBooks(
  { repository: armFolder }: Bench,
  databaseUrl: string,
  modules: readonly string[],
  acknowledged?: readonly string[],
): Promise<Books> {
  const known = [...(await readInvariants(armFolder)).values()]
  const ids = known
    .filter(({ takesAcknowledged }) => !takesAcknowledged || acknowledged !== undefined)
    .map(({ id }) => id)
    .filter((id) => modules.some((module) => id.startsWith(`${module}.`)))
  const check = { arm: 'head', armFolder, databaseUrl, ids } as const
  const results = await checkInvariants({ ...check, acknowledged: acknowledged ?? [] })
  const violated = results.filter(({ violations }) => violations > 0)
  return {
    checked: results.length,
    violated: violated.map(({ id, violations, sample }) => {
      return `invariant ${id} is violated ${violations} times, e.g. ${sample[0] ?? ''}`
    }),
  }
}
