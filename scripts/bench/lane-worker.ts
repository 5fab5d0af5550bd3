import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * The lane of one checkout and nothing round it: batches are decided, written and committed, one
 * after the other. Run as a process by lane-costs.ts; the last line that it writes is a
 * `LaneCosts`.
 *
 * Arguments: folder of the checkout, database, payments in a batch, seconds, number of the first
 * payment.
 */
export interface LaneCosts {
  /** CPU in microseconds per payment. */
  readonly processUs: number
  readonly backendUs: number
  readonly payments: number
}

const [folder = '', url = '', batchText, secondsText, firstText] = process.argv.slice(2)
const batch = Number(batchText)
const seconds = Number(secondsText)
let next = Number(firstText)

/** A module of that checkout, by the types of this one. */
async function load<Module>(path: string): Promise<Module> {
  return (await import(pathToFileURL(join(folder, 'system', path)).href)) as Module
}

const { Settlement } = await load<typeof import('../../system/modules/payments/settlement.ts')>(
  'modules/payments/settlement.ts',
)
const { PaymentStore } = await load<typeof import('../../system/modules/payments/store.ts')>(
  'modules/payments/store.ts',
)
const { Turns } = await load<typeof import('../../system/modules/payments/turns.ts')>(
  'modules/payments/turns.ts',
)
const { createUuidV7 } = await load<typeof import('../../system/modules/payments/uuid.ts')>(
  'modules/payments/uuid.ts',
)
const { createDatabase } = await load<typeof import('../../system/platform/postgres/database.ts')>(
  'platform/postgres/database.ts',
)
const { SingleWriter } = await load<
  typeof import('../../system/platform/postgres/single-writer.ts')
>('platform/postgres/single-writer.ts')
const { createReviewRules } = await load<typeof import('../../system/modules/compliance/rules.ts')>(
  'modules/compliance/rules.ts',
)
const { createClearingWindows } = await load<
  typeof import('../../system/modules/banks/windows.ts')
>('modules/banks/windows.ts')
const { convertMinor } =
  await load<typeof import('../../system/modules/fx/convert.ts')>('modules/fx/convert.ts')
const { createLog } = await load<typeof import('../../system/platform/log.ts')>('platform/log.ts')

const accounts = 400
const statementTimeoutMs = 20_000
const beginsAtMs = Date.parse('2026-01-07T09:00:00Z')
const limitUsdMinor = Number.MAX_SAFE_INTEGER

const database = createDatabase({
  url,
  poolMax: 4,
  statementTimeoutMs,
  applicationName: 'lane-costs',
  log: createLog('warn'),
})
const review = createReviewRules({
  amountUsdMinor: limitUsdMinor,
  newPairUsdMinor: limitUsdMinor,
  velocityMax: limitUsdMinor,
  velocityWindowMs: 60_000,
})
review.screenBy({ accounts: [], names: ['Osiris Shell Trading'] })
const writer = new SingleWriter(database, 'payments')
const settlement = new Settlement({
  store: new PaymentStore(database),
  writer,
  limits: { dailyLimitUsdMinor: () => limitUsdMinor },
  newId: createUuidV7(),
  queued: () => undefined,
  outbox: { offer: () => undefined, doubt: () => undefined },
  reviews: { held: () => undefined, doubt: () => undefined },
  now: () => beginsAtMs + Math.floor(performance.now()),
  rules: {
    windows: createClearingWindows(),
    review,
    quotes: {
      current() {
        throw new Error('payments in dollars need no rates')
      },
    },
    convert: convertMinor,
  },
  turns: new Turns(),
})

await settlement.memory.preload()
const connection = await writer.connection()
const [backend] = await connection.query<{ pid: number }>('select pg_backend_pid() as pid')
let payments = 0
// Before it counts, as long again: the optimising compiler is still busy.
await settleUntil(performance.now() + seconds * 1_000)
payments = 0
const backendBeganNs = backendNs()
const processBegan = process.cpuUsage()
await settleUntil(performance.now() + seconds * 1_000)
const used = process.cpuUsage(processBegan)
const costs: LaneCosts = {
  processUs: (used.user + used.system) / payments,
  backendUs: (backendNs() - backendBeganNs) / 1_000 / payments,
  payments,
}
console.log(JSON.stringify(costs))
process.exit(0)

/** Source: Documentation/scheduler/sched-stats.rst, `/proc/<pid>/schedstat`. */
function backendNs(): number {
  return Number(readFileSync(`/proc/${backend?.pid}/schedstat`, 'utf8').split(' ')[0])
}

async function settleUntil(untilMs: number): Promise<void> {
  while (performance.now() < untilMs) {
    await settlement.settle(Array.from({ length: batch }, () => paymentNumber(next++)))
    payments += batch
  }
}

function accountName(index: number): string {
  return `ACC-${String((index % accounts) + 1).padStart(6, '0')}`
}

function paymentNumber(number: number) {
  return {
    tenant: 'interbank',
    key: `lane-${number}`,
    kind: 'payment' as const,
    order: {
      debtorAccount: accountName(number),
      creditorAccount: accountName(number + 1 + (number % (accounts - 1))),
      amountMinor: 1_000 + (number % 499_000),
      currency: 'USD' as const,
      reference: `invoice ${number}`,
    },
    recorded: () => undefined,
    failed(error: unknown) {
      throw new Error(`payment ${number} failed, expected it to settle`, { cause: error })
    },
  }
}
