import { type StatementCost, type StatementPlan, textMost } from '../../result/evidence.ts'

interface Use {
  readonly calls: number
  readonly rows: number
  readonly us: number
}

/** What one process did in Postgres over a stretch of load. */
export interface InspectedStatements {
  readonly operations: number
  /** By normalised text. */
  readonly statements: ReadonlyMap<string, Use>
  readonly plans: ReadonlyMap<string, string>
}

const statementsMost = 100

/** Statements of both arms under load, per operation, those that changed most first. */
export function compareStatements(
  base: readonly InspectedStatements[],
  head: readonly InspectedStatements[],
): StatementCost[] {
  const [ofBase, ofHead] = [usesPerOperation(base), usesPerOperation(head)]
  return [...new Set([...ofBase.keys(), ...ofHead.keys()])]
    .map((statement) => ({
      statement: statement.slice(0, textMost),
      base: ofBase.get(statement) ?? null,
      head: ofHead.get(statement) ?? null,
    }))
    .toSorted((a, b) => change(b) - change(a))
    .slice(0, statementsMost)
}

function change({ base, head }: StatementCost): number {
  return Math.abs((head?.us ?? 0) - (base?.us ?? 0))
}

function usesPerOperation(inspections: readonly InspectedStatements[]): Map<string, Use> {
  const operations = Math.max(
    1,
    inspections.reduce((sum, inspection) => sum + inspection.operations, 0),
  )
  const uses = new Map<string, Use>()
  for (const { statements } of inspections) {
    for (const [text, { calls, rows, us }] of statements) {
      const before = uses.get(text) ?? { calls: 0, rows: 0, us: 0 }
      uses.set(text, {
        calls: before.calls + calls / operations,
        rows: before.rows + rows / operations,
        us: before.us + us / operations,
      })
    }
  }
  return uses
}

const plansMost = 100

/**
 * Plans of the statements that both arms have, or one alone. A plan has changed when no process of
 * head has a plan like one that a process of base has: two equal databases may be planned apart
 * where costs are close. For the same reason plans of the same nodes over the same tables and
 * indexes are alike, whichever of two equal joins comes first.
 */
export function comparePlans(
  base: readonly InspectedStatements[],
  head: readonly InspectedStatements[],
): StatementPlan[] {
  const texts = new Set([...base, ...head].flatMap(({ plans }) => [...plans.keys()]))
  return [...texts]
    .map((text) => {
      const plansOf = (inspections: readonly InspectedStatements[]) =>
        inspections.flatMap(({ plans }) => plans.get(text) ?? [])
      const [ofBase, ofHead] = [plansOf(base), plansOf(head)]
      return {
        statement: text.slice(0, textMost),
        base: ofBase.at(-1)?.slice(0, textMost) ?? null,
        head: ofHead.at(-1)?.slice(0, textMost) ?? null,
        changed: ofBase.length > 0 && ofHead.length > 0 && !isAnyAlike(ofBase, ofHead),
      }
    })
    .toSorted((a, b) => Number(b.changed) - Number(a.changed))
    .slice(0, plansMost)
}

function isAnyAlike(ofBase: readonly string[], ofHead: readonly string[]): boolean {
  const known = new Set(ofBase.map(nodesOf))
  return ofHead.some((plan) => known.has(nodesOf(plan)))
}

const condition =
  /^(?:Index Cond|Recheck Cond|Filter|Join Filter|Hash Cond|Merge Cond|Sort Key|Group Key|Cache Key|Presorted Key|Cache Mode|One-Time Filter|TID Cond|Order By|Conflict \w+|Tuples .*):/

/**
 * The nodes of a plan in alphabetical order, by what they do and to which table or index; no
 * aliases.
 */
function nodesOf(plan: string): string {
  const lines = plan.split('\n').map((line) => line.replace(/^[\s>-]*/, '').trim())
  const nodes = lines.filter((line) => line !== '' && !condition.test(line))
  return nodes
    .map((line) =>
      line.replace(/( on [\w.]+) \w+$/, '$1').replace(/^Subquery Scan.*/, 'Subquery Scan'),
    )
    .toSorted()
    .join('\n')
}
