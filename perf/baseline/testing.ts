import type { CounterResult, MetricResult, RunResult, ScenarioResult } from '../result/document.ts'
import type { Fingerprint } from '../result/circumstances.ts'
import { type BaselineChange, baselineChanges, writeBaselines } from './update.ts'

/** A small run with known figures, for the tests of this folder. */
export const fingerprint: Fingerprint = {
  lane: 'local-2cpu',
  cpuModel: 'EPYC',
  cores: 2,
  memoryBytes: 8e9,
  os: 'Debian',
  node: '26.10.0',
  postgres: '18.4',
  redis: '7.0.15',
  kafka: '4.1.0',
  autocannon: '9.0.0',
  provider: 'embedded',
  durability: 'process-crash',
}

export function metricResult(changes: Partial<MetricResult> = {}): MetricResult {
  return {
    id: 'latencyMsP50',
    title: 'Latency p50',
    unit: 'ms',
    better: 'lower',
    role: 'gate',
    base: { median: 4, spread: 0.1, n: 8 },
    head: { median: 4, spread: 0.1, n: 8 },
    change: { ratio: 1, low: 0.99, high: 1.01, confidence: 0.95 },
    stored: null,
    verdict: { kind: 'equivalent', upperBound: 0.01 },
    ...changes,
  }
}

export function counterResult(changes: Partial<CounterResult> = {}): CounterResult {
  return {
    id: 'sql.calls/total',
    group: 'sql.calls',
    title: 'total',
    unit: 'calls',
    detail: null,
    exact: true,
    base: 6,
    head: 6,
    stored: null,
    role: 'gate',
    verdict: { kind: 'equivalent', upperBound: 0 },
    ...changes,
  }
}

export function scenarioResult(changes: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    name: 'payments',
    title: 'Pay, read back, list',
    kind: 'journey',
    status: { kind: 'measured' },
    metrics: [metricResult()],
    counters: [counterResult()],
    invariants: [],
    generations: [],
    load: null,
    ...changes,
  }
}

export function runResult(
  scenarios: ScenarioResult[],
  changes: Partial<RunResult> = {},
): RunResult {
  const revision = { ref: 'HEAD', commit: 'a'.repeat(40), dirty: false, tree: 'b'.repeat(40) }
  return {
    schema: 'plumbline/result@1',
    runId: 'run',
    startedAt: '2026-11-01T00:00:00.000Z',
    durationMs: 1,
    seed: 1,
    profile: 'pr',
    policy: '1',
    kind: 'self-check',
    base: revision,
    head: revision,
    fingerprint,
    machine: { stealPercent: 0, fdatasyncMsP50: null, fdatasyncMsP99: null, loadAverage1: 0 },
    outcome: 'passed',
    warnings: [],
    scenarios,
    reproduce: 'npm run perf',
    ...changes,
  }
}

/** Both steps of an update; returns what was written. */
export function updateBaselines(result: RunResult, folder: string): BaselineChange[] {
  const changes = baselineChanges(result, folder)
  writeBaselines(changes)
  return changes
}
