import type { Database } from '../../platform/postgres/database.ts'
import { unitE9 } from './currencies.ts'
import type { Currency } from './currencies.ts'
import type { FxSnapshot } from './quotes.ts'
import * as statements from './statements.ts'

interface SnapshotRow {
  readonly id: number
  readonly at: Date
  readonly aed_e9: number
  readonly ils_e9: number
  readonly pkr_e9: number
  readonly inr_e9: number
  readonly eur_e9: number
  readonly gbp_e9: number
  readonly sar_e9: number
  readonly spiked: readonly Currency[]
}

/** Snapshots in the table `fx_snapshot`. */
export class FxStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** @returns whether it was stored: false when it is not due, or another process was first */
  async insertNext(snapshot: FxSnapshot, dueAfterMs: number): Promise<boolean> {
    const values = [...valuesOf(snapshot), dueAfterMs]
    return (await this.#database.query(statements.insertNext, values)).length > 0
  }

  /** Does nothing where there is a snapshot already. */
  async insertFirst(snapshot: FxSnapshot): Promise<void> {
    await this.#database.query(statements.insertFirst, valuesOf(snapshot))
  }

  async latest(): Promise<FxSnapshot | undefined> {
    const rows = await this.#database.query<SnapshotRow>(statements.selectLatest)
    return rows.map(snapshotOf)[0]
  }

  async deleteThrough(id: number): Promise<void> {
    await this.#database.query(statements.deleteThrough, [id])
  }

  /** In order of time, evenly picked where there are more than `pointsMost`. */
  async history(fromMs: number, toMs: number, pointsMost: number): Promise<readonly FxSnapshot[]> {
    const span = [new Date(fromMs), new Date(toMs), pointsMost]
    const rows = await this.#database.query<SnapshotRow>(statements.selectHistory, span)
    return rows.map(snapshotOf)
  }
}

function valuesOf({ id, atMs, usdPerUnitE9, spiked }: FxSnapshot): readonly unknown[] {
  const { AED, ILS, PKR, INR, EUR, GBP, SAR } = usdPerUnitE9
  return [id, new Date(atMs), AED, ILS, PKR, INR, EUR, GBP, SAR, spiked]
}

function snapshotOf(row: SnapshotRow): FxSnapshot {
  return {
    id: row.id,
    atMs: row.at.getTime(),
    usdPerUnitE9: {
      USD: unitE9,
      AED: BigInt(row.aed_e9),
      ILS: BigInt(row.ils_e9),
      PKR: BigInt(row.pkr_e9),
      INR: BigInt(row.inr_e9),
      EUR: BigInt(row.eur_e9),
      GBP: BigInt(row.gbp_e9),
      SAR: BigInt(row.sar_e9),
    },
    spiked: row.spiked,
  }
}
