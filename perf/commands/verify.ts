import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { openRunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { makeOutFolder } from '../session/out-folder.ts'
import { loadScenario } from '../shapes/load-scenario.ts'
import type { ShapeOptions } from '../shapes/options.ts'
import { askOracles } from '../shapes/oracles.ts'
import { sourceReportName } from '../shapes/report/source-report.ts'
import { openRig, type Rig } from '../shapes/rig.ts'
import { runSteady } from '../shapes/run-steady.ts'
import { shapes } from '../shapes/shapes.ts'
import { type Check, check, checkLine } from '../shapes/verification/check.ts'
import {
  dashboardChecks,
  executionChecks,
  featureChecks,
  liveKinds,
  type LiveSeen,
  outcomeCheck,
  reportCheck,
} from '../shapes/verification/features.ts'
import { dataChecks, infrastructureChecks } from '../shapes/verification/infrastructure.ts'
import { movePool } from '../shapes/verification/move-pool.ts'
import { resolveRevisions, workingTreeOf } from '../target/revisions.ts'
import { withConnection } from '../target/databases.ts'
import { observeMachine } from './observe-machine.ts'
import type { ShapeRequest } from './shape.ts'
import { composeShapeResult } from './shape-result.ts'
import { writeShapeReports } from './write-shape-reports.ts'

/**
 * The source's verification list, line by line, each with what was seen: on real services, during
 * and after a short load that goes over the closing of two of the windows, with exchange rates that
 * tick often enough to spike within it.
 */
const beforeClosing = {
  CLOCK_STARTS_AT: '2026-01-07T11:59:45Z',
  FX_TICK_INTERVAL_MS: '20',
  LIQUIDITY_CHECK_INTERVAL_MS: '200',
}

export async function verify({ options, scope, say }: ShapeRequest): Promise<readonly Check[]> {
  const startedAt = new Date()
  const { config } = options
  const scenario = await loadScenario(options.scenario)
  const { head } = await resolveRevisions(workingTreeOf(config))
  await makeOutFolder(config.outFolder)
  const machine = await observeMachine(config)
  await sweepDeadRuns(config.folders.runs)
  const ledger = scope.closing.use(await openRunLedger(config.folders.runs))
  scope.ledger = ledger
  const rig = scope.closing.use(
    await openRig({ config, ledger, say, isInspected: false, env: beforeClosing }),
  )
  const before = await withConnection(rig.address.databaseUrl, async (client) => [
    ...(await infrastructureChecks(rig, client)),
    ...(await dataChecks(client)),
  ])
  using live = await watchLive(rig)
  const shape = shapes.load
  const run = await runSteady({ options, shape, scenario, rig, say })
  const moved = await movePool(rig.system.client)
  await rig.clients.addAcknowledged(moved)
  say(`${moved.length} payments into one pool's currency`)
  await sleep(settleMs)
  await rig.system.quiesce()
  const invariants = await askOracles(rig, scenario, config.repository)
  const result = composeShapeResult({
    options,
    shape,
    scenario,
    rig,
    invariants,
    startedAt,
    findings: { run, extra: {}, objectives: [], failures: [], remarks: [] },
    head,
    health: machine.health(rig.environment),
    runId: ledger.runId,
  })
  await writeShapeReports(result, rig, config.outFolder)
  const report = join(config.outFolder, sourceReportName(result.startedAt))
  const broken = invariants.filter(({ violations }) => violations > 0).map(({ id }) => id)
  const after = await withConnection(rig.address.databaseUrl, async (client) => [
    ...executionChecks(run.figures, askedRate(options)),
    reportCheck(report, await textOf(report), run.figures),
    outcomeCheck(result),
    check(
      'R3.32',
      'every invariant holds',
      broken.length === 0,
      broken.join(', ') || `${invariants.length} asked`,
    ),
    ...(await featureChecks(client)),
    ...(await dashboardChecks(rig.system.client, client, live.seen())),
  ])
  await scope.closing.disposeAsync()
  return [...before, ...after]
}

/** Until a look at the pools has come and its transfer is written. */
const settleMs = 3_000

async function textOf(file: string): Promise<string | undefined> {
  return existsSync(file) ? readFile(file, 'utf8') : undefined
}

function askedRate({ level }: ShapeOptions): number {
  return level.kind === 'rate' ? level.journeysPerSecond : 0
}

interface LiveWatch extends Disposable {
  seen(): LiveSeen
}

const readEveryMs = 1_000
const frameTimeoutMs = 120_000

/**
 * What a dashboard would be sent: readings of the real-time figures, and kinds of frames that came.
 */
async function watchLive({ system }: Rig): Promise<LiveWatch> {
  const tps: number[] = []
  const kinds: string[] = []
  const stream = await system.client.events()
  for (const kind of liveKinds) {
    void stream
      .waitFor((event) => event.type === kind, frameTimeoutMs)
      .then(
        () => kinds.push(kind),
        () => undefined,
      )
  }
  const timer = setInterval(() => {
    void system.client.get('/api/v1/metrics/realtime').then(
      ({ body }) => tps.push((body as { readonly tps: number }).tps),
      () => undefined,
    )
  }, readEveryMs)
  return { seen: () => ({ tps, kinds }), [Symbol.dispose]: () => clearInterval(timer) }
}

/** All lines; the command's exit code is 1 as soon as one of them is not met. */
export function verificationText(checks: readonly Check[]): string {
  const unmet = checks.filter(({ isMet }) => !isMet).length
  const verdict =
    unmet === 0
      ? `all ${checks.length} lines hold`
      : `${unmet} of ${checks.length} lines do not hold`
  return [...checks.map(checkLine), `plumbline: verification: ${verdict}`].join('\n')
}
