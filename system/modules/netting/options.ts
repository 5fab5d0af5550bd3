import type { Logger } from 'pino'
import type { Database } from '../../platform/postgres/database.ts'
import type { NettingNeeds } from './needs.ts'

export interface NettingOptions {
  readonly database: Database
  readonly needs: NettingNeeds
  readonly nowMs: () => number
  readonly log: Logger
}
