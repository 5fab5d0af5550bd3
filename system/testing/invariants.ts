import { readdir, readFile } from 'node:fs/promises'

/**
 * Whoever can be asked for rows: a system under test, or a transaction in the middle of its work.
 */
export interface Rows {
  rows(sql: string, values: unknown[]): Promise<readonly object[]>
}

export interface Violations {
  readonly id: string
  readonly rows: readonly object[]
}

const folder = new URL('../invariants/', import.meta.url)

/** Runs every query of a module's invariants; what is returned should be empty. */
export async function violatedInvariants(
  of: Rows,
  module: string,
  acknowledged: readonly string[] = [],
): Promise<readonly Violations[]> {
  const text = await readFile(new URL(`${module}.sql`, folder), 'utf8')
  const violated: Violations[] = []
  for (const part of text.split(/^(?=-- invariant:)/m).slice(1)) {
    const id = /^-- invariant: (\S+)/.exec(part)?.[1] ?? ''
    const takesAcknowledged = part.includes('\n-- takes: acknowledged')
    const rows = await of.rows(part, takesAcknowledged ? [acknowledged] : [])
    if (rows.length > 0) {
      violated.push({ id, rows })
    }
  }
  return violated
}

/**
 * The same for all modules that there are.
 * @param acknowledged by module, what its clients were told is done
 */
export async function allViolatedInvariants(
  of: Rows,
  acknowledged: Readonly<Record<string, readonly string[]>>,
): Promise<readonly Violations[]> {
  const violated: Violations[] = []
  for (const file of (await readdir(folder)).toSorted()) {
    const module = file.replace(/\.sql$/, '')
    violated.push(...(await violatedInvariants(of, module, acknowledged[module])))
  }
  return violated
}
