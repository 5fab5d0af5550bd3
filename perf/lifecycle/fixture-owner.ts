import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ClosingStack } from './closing-stack.ts'
import { killRunNow } from './force-end.ts'
import { onInterrupt } from './interrupt.ts'
import { openRunLedger } from './run-ledger.ts'
import { spawnOwned } from './spawn-owned.ts'

/**
 * A run in miniature, for tests that kill it: opens a ledger, starts what it is told, says what it
 * has in one line of JSON and waits for its end.
 */
const { values } = parseArgs({
  options: {
    state: { type: 'string' },
    folder: { type: 'string', multiple: true, default: [] },
    database: { type: 'string', multiple: true, default: [] },
    container: { type: 'string', multiple: true, default: [] },
    'slow-dispose': { type: 'boolean', default: false },
    crash: { type: 'boolean', default: false },
    /** Comes to its end by itself, takes a moment to close, and exits with 0. */
    end: { type: 'boolean', default: false },
  },
})

await using stack = new ClosingStack()
const ledger = stack.use(await openRunLedger(values.state ?? ''))
for (const folder of values.folder) ledger.recordFolder(folder)
for (const id of values.container) ledger.recordContainer(id, 'container')
for (const database of values.database) {
  const [adminUrl = '', name = ''] = database.split(' ')
  ledger.recordDatabase(adminUrl, name)
}
// A child that leads its group, with a grandchild nobody records.
const child = stack.use(
  await spawnOwned({ ledger, what: 'sleeper', command: 'sh', args: ['-c', 'sleep 600 & wait'] }),
)
if (values['slow-dispose']) stack.defer(() => sleep(60_000))
if (values.end) stack.defer(() => sleep(1_000))

onInterrupt({
  closing: stack,
  force: () => killRunNow(ledger),
  exit: (code) => process.exit(code),
  exitCode: 2,
  crashed: (error) => process.stderr.write(`${String(error)}\n`),
})
process.stdout.write(
  `${JSON.stringify({ runId: ledger.runId, folder: ledger.folder, childPid: child.pid })}\n`,
)
setInterval(() => {}, 60_000)
if (values.crash) {
  setImmediate(() => {
    throw new Error('nobody catches this')
  })
}
if (values.end) {
  await stack.disposeAsync()
  process.exit(0)
}
await new Promise(() => {})
