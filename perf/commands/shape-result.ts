import { readFingerprint } from '../machine/fingerprint.ts'
import type { MachineHealth, Revision } from '../result/circumstances.ts'
import type { InvariantResult } from '../result/document.ts'
import { type ShapeResult, shapeSchemaVersion } from '../shapes/document.ts'
import { tooFew } from '../shapes/judging/enough.ts'
import { judgeMixes } from '../shapes/judging/mix.ts'
import { judgeObjectives } from '../shapes/judging/objectives.ts'
import { type OthersSeen, othersSeen } from '../shapes/judging/others.ts'
import { decide } from '../shapes/judging/outcome.ts'
import type { LoadScenario } from '../shapes/load-scenario.ts'
import { reproduceShape, type ShapeOptions } from '../shapes/options.ts'
import { rateOfUsers } from '../shapes/plan.ts'
import type { Rig } from '../shapes/rig.ts'
import type { ShapeFindings } from '../shapes/run-whole-shape.ts'
import type { Shape, ShapeName } from '../shapes/shape.ts'

/** Everything that became of one run, as one document. */
export interface ShapeParts {
  readonly options: ShapeOptions
  readonly shape: Shape
  readonly scenario: LoadScenario
  readonly rig: Rig
  readonly findings: ShapeFindings
  readonly invariants: readonly InvariantResult[]
  readonly head: Revision
  readonly health: MachineHealth
  readonly startedAt: Date
  readonly runId: string
}

export function composeShapeResult(parts: ShapeParts): ShapeResult {
  const { options, shape, scenario, rig, findings, invariants } = parts
  const { run } = findings
  const load = run.figures
  const level = levelOf(options, load.steady.latencyMs?.mean)
  const { mixes, failures: unmixed } = judgeMixes(scenario.mixes, load.labels)
  const objectives = hasObjectives[shape.name]
    ? judgeObjectives(shape.name, load.steady, askedRate(options), scenario.objectives)
    : [...findings.objectives]
  const others = othersSeen(parts.health)
  const warnings = [...findings.remarks, ...warningsOf(parts.health, others)]
  const decided = decide({
    invariants,
    objectives,
    mixes,
    generator: load.generator,
    tooFew: tooFew(shape.name, load),
    others,
    failures: [...findings.failures, ...unmixed],
    doubts: findings.doubts ?? [],
    mayBeSaturated: !hasObjectives[shape.name],
  })
  return {
    schema: shapeSchemaVersion,
    runId: parts.runId,
    startedAt: parts.startedAt.toISOString(),
    loadedFrom: run.startedAt.toISOString(),
    shape: shape.name,
    title: shape.title,
    scenario: scenario.name,
    journey: scenario.journey,
    level,
    connections: run.plan.load.connections,
    seed: options.config.seed,
    head: parts.head,
    fingerprint: readFingerprint(options.config, rig.environment),
    machine: parts.health,
    load,
    ...findings.extra,
    mixes: [...mixes],
    objectives,
    invariants: [...invariants],
    outcome: decided.outcome,
    reasons: [...decided.reasons],
    // What decided the outcome is not said twice.
    warnings: warnings.filter((warning) => !decided.reasons.includes(warning)),
    reproduce: reproduceShape(options),
  }
}

/** The others mean to be too much, and are judged by what comes after. */
const hasObjectives: Readonly<Record<ShapeName, boolean>> = {
  smoke: true,
  load: true,
  soak: true,
  stress: false,
  spike: false,
  breakpoint: false,
}

function askedRate({ level }: ShapeOptions): number | undefined {
  return level.kind === 'rate' ? level.journeysPerSecond : undefined
}

function levelOf({ level }: ShapeOptions, responseMs: number | undefined): ShapeResult['level'] {
  if (level.kind === 'rate') return level
  const journeysPerSecond =
    responseMs === undefined ? null : rateOfUsers(level.users, level.thinkMs, responseMs)
  return { ...level, journeysPerSecond }
}

const stealMost = 10

function warningsOf({ stealPercent }: MachineHealth, others: OthersSeen | undefined): string[] {
  return [
    ...(stealPercent > stealMost
      ? [`${stealPercent.toFixed(1)} % of CPU time was stolen by the hypervisor`]
      : []),
    ...(others === undefined ? [] : [others.said]),
  ]
}
