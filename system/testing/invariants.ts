import { readFile } from 'node:fs/promises'
import type { SystemUnderTest } from './system-process.ts'

export interface Violations {
  readonly id: string
  readonly rows: readonly object[]
}

const folder = new URL('../invariants/', import.meta.url)

/** Runs every query of a module's invariants; what is returned should be empty. */
export async function violatedInvariants(
  system: SystemUnderTest,
  module: string,
  acknowledged: readonly string[] = [],
): Promise<readonly Violations[]> {
  const text = await readFile(new URL(`${module}.sql`, folder), 'utf8')
  const violated: Violations[] = []
  for (const part of text.split(/^(?=-- invariant:)/m).slice(1)) {
    const id = /^-- invariant: (\S+)/.exec(part)?.[1] ?? ''
    const takesAcknowledged = part.includes('\n-- takes: acknowledged')
    const rows = await system.rows(part, takesAcknowledged ? [acknowledged] : [])
    if (rows.length > 0) {
      violated.push({ id, rows })
    }
  }
  return violated
}
