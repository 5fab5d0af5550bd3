import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import { KnownFailure } from '../../errors.ts'
import type { ArmName, InvariantResult } from '../../result/document.ts'
import { target } from '../../target/contract.ts'
import { withConnection } from '../../target/databases.ts'

/**
 * After the load: is it still right? Each invariant is a query of the system's own tree that must
 * return nothing (the form of BenchmarkSQL's consistency checks). Fast and wrong is `failed`.
 */
export interface Invariant {
  readonly id: string
  readonly title: string
  /** Takes the acknowledged identifiers as `$1::text[]`. */
  readonly takesAcknowledged: boolean
  readonly sql: string
}

const header = /^-- invariant:\s*(\S+)\s*\|\s*(.+)$/
const takesHeader = /^-- takes:\s*acknowledged\s*$/m

/**
 * The queries of one `.sql` file. Text before the first header belongs to nobody and is passed
 * over.
 */
export function parseInvariants(text: string): Invariant[] {
  const found: Invariant[] = []
  for (const part of text.split(/^(?=-- invariant:)/m)) {
    const [, id, title] = header.exec(part.split('\n')[0] ?? '') ?? []
    if (id === undefined || title === undefined) continue
    const sql = part
      .slice(part.indexOf('\n') + 1)
      .trim()
      .replace(/;$/, '')
    found.push({ id, title: title.trim(), takesAcknowledged: takesHeader.test(part), sql })
  }
  return found
}

export async function readInvariants(armFolder: string): Promise<ReadonlyMap<string, Invariant>> {
  const folder = join(armFolder, target.invariantsFolder)
  const found = new Map<string, Invariant>()
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql'))) {
    for (const invariant of parseInvariants(await readFile(join(folder, name), 'utf8'))) {
      found.set(invariant.id, invariant)
    }
  }
  return found
}

/** Throws when the arm's tree lacks one of the named invariants: before the load, not after it. */
export async function requireInvariants(
  arm: ArmName,
  armFolder: string,
  ids: readonly string[],
): Promise<void> {
  const known = await readInvariants(armFolder)
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length === 0) return
  const message = `the ${arm} arm's ${target.invariantsFolder} lacks ${unknown.join(', ')}`
  throw new KnownFailure('target', `${message}, expected a query of that name`)
}

export interface InvariantCheck {
  readonly arm: ArmName
  readonly armFolder: string
  readonly databaseUrl: string
  readonly ids: readonly string[]
  readonly acknowledged: readonly string[]
}

const sampleRows = 3

/**
 * Checks the named invariants; one that head's tree does not hold is a failure, not a pass. What is
 * new in head base cannot be asked.
 */
export async function checkInvariants(check: InvariantCheck): Promise<InvariantResult[]> {
  const known = await readInvariants(check.armFolder)
  return withConnection(check.databaseUrl, async (client) => {
    const results: InvariantResult[] = []
    const isAsked = (id: string) => check.arm === 'head' || known.has(id)
    for (const id of check.ids.filter(isAsked)) {
      const invariant = known.get(id)
      if (invariant === undefined) {
        const message = `invariant ${id} is not in the ${check.arm} arm's ${target.invariantsFolder}`
        throw new KnownFailure('target', `${message}, expected a query of that name`)
      }
      results.push(await checkOne(client, invariant, check))
    }
    return results
  })
}

async function checkOne(
  client: Client,
  invariant: Invariant,
  check: InvariantCheck,
): Promise<InvariantResult> {
  const values = invariant.takesAcknowledged ? [check.acknowledged] : []
  const answer = await client.query<Record<string, unknown>>(invariant.sql, values)
  return {
    id: invariant.id,
    title: invariant.title,
    arm: check.arm,
    violations: answer.rows.length,
    sample: answer.rows.slice(0, sampleRows).map((row) => JSON.stringify(row)),
  }
}
