import type { Database } from '../../platform/postgres/database.ts'
import type { Corridor } from './schemas.ts'
import { sumCorridors } from './statements.ts'
import { uuidAt } from '../../platform/postgres/uuid-at.ts'

type Sums = Omit<Corridor, 'reviewShare'>
type SumsOfPart = Sums & { readonly lastId: string; readonly read: number }

interface DayOfTenant {
  readonly day: string
  readonly corridors: Map<string, Sums>
  lastId: string
  /** No id was ahead of the clock when it was read. */
  inOrder: boolean
  clockMs: number
  readAtMs: number
}

const dayMs = 86_400_000
/** A look this soon after another gets the same answer. */
const freshForMs = 1_000
/** A second or so of the database's time; a statement may take five. */
const paymentsPerStatement = 500_000

/**
 * Sums of today's payments by corridor, kept and added to with each look: ids rise in the order of
 * commit, so that what came after the last one is what is new. Where ids are ahead of the clock,
 * because it was set back, that does not hold, and the day is summed anew.
 */
export class HeatMap {
  readonly #database: Pick<Database, 'query'>
  readonly #nowMs: () => number
  readonly #days = new Map<string, DayOfTenant>()
  readonly #reading = new Map<string, Promise<DayOfTenant>>()

  constructor(database: Pick<Database, 'query'>, nowMs: () => number) {
    this.#database = database
    this.#nowMs = nowMs
  }

  /** @throws DependencyUnavailable */
  async read(tenant: string): Promise<{ readonly day: string; readonly corridors: Corridor[] }> {
    const reading = this.#reading.get(tenant) ?? this.#readOnce(tenant)
    const { day, corridors } = await reading
    return { day, corridors: [...corridors.values()].map(withShare) }
  }

  async #readOnce(tenant: string): Promise<DayOfTenant> {
    const reading = this.#update(tenant).finally(() => this.#reading.delete(tenant))
    this.#reading.set(tenant, reading)
    return reading
  }

  async #update(tenant: string): Promise<DayOfTenant> {
    const startMs = this.#nowMs()
    const day = new Date(startMs).toISOString().slice(0, 10)
    const known = this.#days.get(tenant)
    if (known?.day === day && performance.now() - known.readAtMs < freshForMs) return known
    const goesOn = known?.day === day && known.inOrder && known.clockMs <= startMs
    const of = goesOn ? known : emptyDay(day)
    const endId = uuidAt(Date.parse(day) + dayMs)
    // From here on: when a later part fails, the next look goes on after what was summed.
    this.#days.set(tenant, of)
    try {
      while ((await this.#addPart(tenant, of, endId)) === paymentsPerStatement) {
        // Goes on until one statement found less than it may.
      }
    } finally {
      of.clockMs = this.#nowMs()
      of.inOrder = of.lastId < uuidAt(of.clockMs + 1)
    }
    of.readAtMs = performance.now()
    return of
  }

  /** @returns how many payments it summed */
  async #addPart(tenant: string, of: DayOfTenant, endId: string): Promise<number> {
    const values = [tenant, of.lastId, endId, paymentsPerStatement]
    const rows = await this.#database.query<SumsOfPart>(sumCorridors, values)
    for (const { lastId, read: _read, ...sums } of rows) {
      add(of.corridors, sums)
      of.lastId = lastId
    }
    return rows[0]?.read ?? 0
  }
}

function emptyDay(day: string): DayOfTenant {
  const lastId = uuidAt(Date.parse(day))
  const never = Number.NEGATIVE_INFINITY
  return { day, corridors: new Map(), lastId, inOrder: true, clockMs: never, readAtMs: never }
}

function add(corridors: Map<string, Sums>, sums: Sums): void {
  const name = `${sums.from} ${sums.to}`
  const known = corridors.get(name)
  corridors.set(name, {
    ...sums,
    count: sums.count + (known?.count ?? 0),
    reviewed: sums.reviewed + (known?.reviewed ?? 0),
    usdMinor: sums.usdMinor + (known?.usdMinor ?? 0),
  })
}

function withShare(sums: Sums): Corridor {
  return { ...sums, reviewShare: sums.count === 0 ? 0 : sums.reviewed / sums.count }
}
