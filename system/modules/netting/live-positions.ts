import type { Database } from '../../platform/postgres/database.ts'
import { sayPosition, sayTotal } from './answers.ts'
import { readFlows } from './flows.ts'
import { addUp, net } from './positions.ts'
import type { Flow } from './positions.ts'
import type { LivePositions } from './schemas.ts'
import { readOpenCycle } from './store.ts'

/** What is known of a tenant's open cycle. */
interface Known {
  readonly cycleId: number | undefined
  readonly throughNumber: number
  readonly flows: readonly Flow[]
}

/** Whoever asks more often is told the same again. */
const keptForMs = 500
/** Tenants that are remembered; beyond it all are forgotten and read again when asked for. */
const tenantsMost = 1_000

/**
 * The open cycle's positions so far. Payments are read once: what was added up stays in memory, and
 * an answer reads those settled since. Closing a cycle knows nothing of it; nothing here decides
 * anything.
 */
export class OpenCyclePositions {
  readonly #database: Database
  readonly #known = new Map<string, Known>()
  readonly #answers = new Map<
    string,
    { readonly atMs: number; readonly answer: Promise<LivePositions> }
  >()

  constructor(database: Database) {
    this.#database = database
  }

  async of(tenant: string): Promise<LivePositions> {
    const nowMs = performance.now()
    const kept = this.#answers.get(tenant)
    if (kept !== undefined && nowMs - kept.atMs < keptForMs) {
      return kept.answer
    }
    if (this.#answers.size >= tenantsMost) {
      this.#answers.clear()
      this.#known.clear()
    }
    // After the one before it, so that no stretch is added twice.
    const before = kept?.answer.catch(() => undefined) ?? Promise.resolve()
    const answer = before.then(async () => this.#read(tenant))
    this.#answers.set(tenant, { atMs: nowMs, answer })
    answer.catch(() => this.#answers.delete(tenant))
    return answer
  }

  async #read(tenant: string): Promise<LivePositions> {
    const cycle = await readOpenCycle(this.#database, tenant)
    const fresh: Known = { cycleId: cycle?.id, throughNumber: cycle?.afterNumber ?? 0, flows: [] }
    const last = this.#known.get(tenant)
    const known = last !== undefined && last.cycleId === fresh.cycleId ? last : fresh
    const more = await this.#database.transaction(async (on) =>
      readFlows(on, tenant, known.throughNumber),
    )
    const flows = [...known.flows, ...more.flows]
    const { totals, positions } = net(flows)
    this.#known.set(tenant, {
      cycleId: known.cycleId,
      throughNumber: more.throughNumber ?? known.throughNumber,
      flows: addUp(flows),
    })
    return {
      cycleId: known.cycleId ?? null,
      payments: flows.reduce((sum, flow) => sum + flow.payments, 0),
      totals: totals.map(sayTotal),
      positions: positions.map(sayPosition),
    }
  }
}
