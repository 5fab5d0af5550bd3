import { type PhaseFigures, type ShapeResult, shapeSchemaVersion } from '../document.ts'

/** A run as it might have been, for tests of the reports. */
const figures = (more: Partial<PhaseFigures>): PhaseFigures => ({
  seconds: 270,
  offered: 810_000,
  completed: 809_970,
  shed: 10,
  errors: 20,
  offeredPerSecond: 3_000,
  completedPerSecond: 2_999.9,
  latencyMs: { mean: 8.11, p50: 7, p95: 14, p99: 19.2, max: 90 },
  ...more,
})

const stretch = (toMs: number, completedPerSecond: number) => ({
  toMs,
  offeredPerSecond: 3_000,
  completedPerSecond,
  shed: 0,
  errors: 0,
  latencyMs: null,
  queued: 0,
  generatorCores: 0.2,
})

export function sampleResult(): ShapeResult {
  return {
    schema: shapeSchemaVersion,
    runId: '20260107090807-00000000',
    startedAt: '2026-01-07T09:08:07.123Z',
    loadedFrom: '2026-01-07T09:08:17.123Z',
    shape: 'load',
    title: 'Load: a rate is held against its objectives',
    scenario: 'payments',
    journey: 'pay',
    level: { kind: 'rate', journeysPerSecond: 3_000 },
    connections: 1_500,
    seed: 7,
    head: { ref: 'working tree', commit: '0123456789abcdef', dirty: true, tree: 'a.b' },
    fingerprint: {
      lane: 'local-2cpu',
      cpuModel: 'a processor',
      cores: 2,
      memoryBytes: 8e9,
      os: 'a system',
      node: '26.10.0',
      postgres: '18.4',
      redis: '7.0',
      kafka: '4.3',
      autocannon: '9.0.0',
      provider: 'embedded',
      durability: 'process-crash',
    },
    machine: { stealPercent: 0, fdatasyncMsP50: 0.3, fdatasyncMsP99: 4, loadAverage1: 0.2 },
    load: sampleLoad(),
    mixes: [
      {
        group: 'pattern',
        shares: [
          { label: 'domestic', weight: 0.6, count: 60 },
          { label: 'regional', weight: 0.4, count: 40 },
        ],
        chiSquare: 0,
        degreesOfFreedom: 1,
        pValue: 1,
        fits: true,
      },
    ],
    objectives: [
      {
        what: 'success, of journeys ended',
        unit: '%',
        compare: 'at least',
        limit: 95,
        value: 99.9,
        isKept: true,
      },
    ],
    invariants: [{ id: 'a.b', title: 't', arm: 'head', violations: 0, sample: [] }],
    outcome: 'passed',
    reasons: [],
    warnings: [],
    reproduce: 'npm run perf -- load --rate 3000',
  }
}

function sampleLoad(): ShapeResult['load'] {
  const whole = figures({ seconds: 300, offered: 855_000, completed: 854_000 })
  return {
    durationMs: 300_010,
    whole,
    steady: figures({}),
    parts: [
      { role: 'ramp', fromMs: 0, toMs: 30_000, level: 3_000, figures: figures({}) },
      { role: 'normal', fromMs: 30_000, toMs: 300_000, level: 3_000, figures: figures({}) },
    ],
    stretches: [
      stretch(30_000, 1_000),
      stretch(165_000, 3_010),
      stretch(300_001, 2_990),
      stretch(300_010, 4),
    ],
    failures: { 'pay: status 500': 20, 'pay: status 503': 10 },
    timeouts: 0,
    connectionErrors: 0,
    acknowledged: 854_000,
    labels: { 'pattern domestic': 60, 'pattern regional': 40 },
    volumesMinor: { USD: '500', AED: '123456789' },
    drainMs: 30,
    cores: { system: 0.25, Postgres: 0.2, Kafka: null },
    systemRssBytesPeak: 2.4e8,
    events: { payments: 855_000, p50: 21, p95: 38.5, p99: 61, max: 130 },
    generator: {
      cores: 0.2,
      dispatchLagMsP99: 1,
      eventLoopDelayMsP99: 2,
      longestQueue: 0,
      rssBytes: 1e8,
      saturated: null,
    },
    observations: [{ atMs: 1_000, values: { liquidityRebalances: 12, openFds: 100 } }],
  }
}
