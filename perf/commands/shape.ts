import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openRunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { OracleWatch } from '../oracles/oracle-watch.ts'
import type { ShapeResult } from '../shapes/document.ts'
import { loadScenario } from '../shapes/load-scenario.ts'
import type { ShapeOptions } from '../shapes/options.ts'
import { askOracles } from '../shapes/oracles.ts'
import { makeOutFolder } from '../session/out-folder.ts'
import { openRig } from '../shapes/rig.ts'
import { runWholeShape } from '../shapes/run-whole-shape.ts'
import { shapes } from '../shapes/shapes.ts'
import { resolveRevisions, workingTreeOf } from '../target/revisions.ts'
import type { RunScope } from './check.ts'
import { observeMachine } from './observe-machine.ts'
import { composeShapeResult } from './shape-result.ts'
import { shapeFiles, writeShapeReports } from './write-shape-reports.ts'

/**
 * One running system under a load of one shape: start, load and watch, ask the oracles, judge,
 * report. Everything it starts ends with it, whatever happens in between.
 */
export interface ShapeRequest {
  readonly options: ShapeOptions
  readonly scope: RunScope
  /** A line for people, while it goes on. */
  readonly say: (line: string) => void
}

/** Between two looks of the cheap oracles while a load goes on. */
const oraclesEveryMs = 5_000

export async function runShape({ options, scope, say }: ShapeRequest): Promise<ShapeResult> {
  const startedAt = new Date()
  const { config } = options
  const shape = shapes[options.name]
  // Before anything is looked at or started: what cannot be run is known at once.
  const scenario = await loadScenario(options.scenario)
  const { head } = await resolveRevisions(workingTreeOf(config))
  await makeOutFolder(config.outFolder)
  const machine = await observeMachine(config)
  if (machine.busy !== undefined) say(machine.busy)
  if (existsSync(join(config.outFolder, shapeFiles(options.name).json))) {
    scope.kept = `The reports in ${config.outFolder} are those of the last run that came to its end`
  }
  await sweepDeadRuns(config.folders.runs)
  const ledger = scope.closing.use(await openRunLedger(config.folders.runs))
  scope.ledger = ledger
  const rig = scope.closing.use(
    await openRig({ config, ledger, say, isInspected: shape.name === 'soak' }),
  )
  machine.restart(rig.environment)
  const armFolder = config.repository
  await using watch = new OracleWatch({ armFolder, ...rig.address, everyMs: oraclesEveryMs })
  const findings = await runWholeShape({ options, shape, scenario, rig, say })
  const meanwhile = await watch.stop()
  const health = machine.health(rig.environment)
  say('asking the oracles')
  const invariants = [...meanwhile, ...(await askOracles(rig, scenario, armFolder))]
  const result = composeShapeResult({
    options,
    shape,
    scenario,
    rig,
    findings,
    invariants,
    head,
    health,
    startedAt,
    runId: ledger.runId,
  })
  await writeShapeReports(result, rig, config.outFolder)
  scope.kept = `The reports in ${config.outFolder} are those of this run`
  say('stopping services')
  await scope.closing.disposeAsync()
  return result
}
