import type { SchemaChange } from '../result/evidence.ts'
import type { Candidate } from './candidate.ts'
import type { EvidenceView } from './evidence-view.ts'
import { count, fitted } from './words.ts'

/** Changes of the tables that a statement names. */
export function schemaOf(view: EvidenceView, statement: string): SchemaChange[] {
  return (view.evidence.schema ?? []).filter(({ table }) => names(statement, table))
}

const strengthLeast = 0.03

/**
 * Whatever a migration made that every write of a table has to keep up, or that reads have lost. A
 * lost index that changed a plan is told with the plan.
 */
export function schemaCauses(view: EvidenceView): Candidate[] {
  const planned = (view.evidence.plans ?? []).filter(({ changed }) => changed)
  const told = (change: SchemaChange) =>
    change.head === null && planned.some(({ statement }) => names(statement, change.table))
  return (view.evidence.schema ?? []).flatMap((change) => {
    const title = titleOf(change)
    if (title === undefined || told(change)) return []
    const writes = (view.evidence.statements ?? []).filter(({ statement }) =>
      isWrite(statement, change.table),
    )
    const us = writes.reduce((sum, { base, head }) => sum + (head?.us ?? 0) - (base?.us ?? 0), 0)
    const weight = writes.length === 0 ? undefined : view.share(Math.max(0, us))
    return [
      {
        kind:
          change.kind === 'index' && change.head === null
            ? ('plan' as const)
            : ('statement' as const),
        title,
        detail: fitted(
          [
            change.head ?? change.base,
            ...walWords(view, change.table),
            ...writes.map(({ statement }) => statement),
          ].join('\n\n'),
        ),
        place: view.migration,
        touched: view.migration !== null,
        weight: weight ?? null,
        strength: Math.max(weight ?? 0, strengthLeast),
        nature: 'work' as const,
      },
    ]
  })
}

function walWords({ scenario }: EvidenceView, table: string): string[] {
  const written = scenario.counters.filter(
    ({ group, detail }) => group === 'wal.records' && detail !== null && isWrite(detail, table),
  )
  const sum = (arm: 'base' | 'head') => written.reduce((so, one) => so + (one[arm] ?? 0), 0)
  const [base, head] = [sum('base'), sum('head')]
  return base === head
    ? []
    : [`WAL records of its writes: ${count(head)} per operation, ${count(base)} before`]
}

function titleOf({ kind, table, name, base, head }: SchemaChange): string | undefined {
  if (kind === 'index') {
    if (head === null) return `index ${name} of ${table} is gone`
    const write = `every row written to ${table} is written there, too`
    return base === null
      ? `index ${name} of ${table} is new: ${write}`
      : `index ${name} was changed`
  }
  if (kind === 'storage') return `the storage settings of ${table} were changed`
  // What is checked or fired no more costs nothing.
  if (head === null) return undefined
  const made = base === null ? 'is new' : 'was changed'
  return `${kind} ${name} of ${table} ${made}: every row written there meets it`
}

function isWrite(statement: string, table: string): boolean {
  const written =
    /\b(?:insert\s+into|update|delete\s+from|merge\s+into)\s+(?:only\s+)?"?([\w.]+)"?/gi
  return [...statement.matchAll(written)].some(([, name]) => name?.split('.').at(-1) === table)
}

function names(statement: string, table: string): boolean {
  const words: readonly string[] = statement.match(/\w+/g) ?? []
  return words.includes(table)
}
