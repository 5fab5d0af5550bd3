import { withConnection } from '../../target/databases.ts'
import type { Workbench } from '../workbench.ts'
import type { ArmOrder } from './coin.ts'
import type { Pair } from './pair.ts'

/**
 * Brings both arms to the same state before anything is measured: nothing in flight, fresh
 * statistics of the tables as warm-up left them, and a checkpoint behind us. Without it, database
 * upkeep lands in one arm and not in the other.
 */
export async function barrier(bench: Workbench, pair: Pair, order: ArmOrder): Promise<void> {
  for (const arm of order) {
    await pair[arm].system.quiesce()
    await withConnection(pair[arm].databaseUrl, (client) => client.query('analyze'))
  }
  await bench.postgres.query('checkpoint')
}
