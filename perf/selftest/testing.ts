import type {
  CounterResult,
  Generation,
  MetricResult,
  RunResult,
  ScenarioResult,
  Verdict,
} from '../result/document.ts'
import { resultSchemaVersion } from '../result/document.ts'
import { packGenerations } from './packed-generations.ts'
import { type JudgeRound, judgeRoundSchemaVersion, selfCheck } from './record.ts'

/** A self-check of one scenario, passed; a test says what differs. */
export function recordedRound(differs: Partial<JudgeRound>): JudgeRound {
  return {
    schema: judgeRoundSchemaVersion,
    change: selfCheck,
    patch: null,
    harmful: false,
    takenAt: '2026-01-01T00:00:00.000Z',
    durationMs: 240_000,
    commit: '0123456789abcdef0123456789abcdef01234567',
    profile: 'quick',
    policy: '1',
    seed: 1,
    scenarioGlob: '*',
    fingerprint: {
      lane: 'local-2cpu',
      cpuModel: 'EPYC',
      cores: 2,
      memoryBytes: 4e9,
      os: 'Debian',
      node: '26.10.0',
      postgres: '18.4',
      redis: '7.0.15',
      kafka: '4.1.0',
      autocannon: '9.0.0',
      provider: 'embedded',
      durability: 'process-crash',
    },
    machine: { stealPercent: 0, fdatasyncMsP50: null, fdatasyncMsP99: null, loadAverage1: 1 },
    outcome: 'passed',
    assessment: 'clean',
    causeRight: null,
    scenarios: [
      {
        name: 'payments',
        kind: 'journey',
        status: { kind: 'measured', reason: null },
        generations: packGenerations([]),
        metrics: [],
        counters: [],
        instructions: [],
        causes: [],
      },
    ],
    ...differs,
  }
}

interface ResultParts extends Partial<RunResult> {
  /** By id; an id with a slash is a counter's. */
  readonly verdicts: Readonly<Record<string, Verdict>>
  readonly role?: MetricResult['role']
  readonly causes?: ScenarioResult['causes']
  readonly generations?: readonly Generation[]
  readonly evidence?: ScenarioResult['evidence']
}

/**
 * A run over one scenario and the control; of the control nothing but a verdict that only informs.
 */
export function resultOf(parts: ResultParts): RunResult {
  const { verdicts, role = 'gate', causes, generations = [], evidence, ...differs } = parts
  const { fingerprint, machine, commit } = recordedRound({})
  const revision = { ref: 'main', commit, dirty: false, tree: 't' }
  const ids = Object.entries(verdicts)
  const payments: ScenarioResult = {
    ...emptyScenario('payments', 'journey'),
    metrics: ids.filter(([id]) => !id.includes('/')).map(([id, said]) => metric(id, role, said)),
    counters: ids.filter(([id]) => id.includes('/')).map(([id, said]) => counter(id, role, said)),
    generations: [...generations],
    ...(causes === undefined ? {} : { causes }),
    ...(evidence === undefined ? {} : { evidence }),
  }
  const moved: Verdict = { kind: 'regressed', effect: 0.2, pValue: 0.001 }
  const control = {
    ...emptyScenario('control', 'control'),
    metrics: [metric('spinMs', 'gate', moved)],
  }
  return {
    schema: resultSchemaVersion,
    runId: 'run',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    seed: 1,
    profile: 'quick',
    policy: '1',
    kind: 'comparison',
    base: revision,
    head: revision,
    fingerprint,
    machine,
    outcome: 'passed',
    warnings: [],
    scenarios: [payments, control],
    reproduce: '',
    ...differs,
  }
}

/** Arms that differ by up to `noise`, the same way at every call. */
export function generation(index: number, noise = 0.01): Generation {
  const base = 700 + index * 1.234_567
  const shift = noise * Math.sin(index * 12.9898)
  return {
    index,
    order: index % 2 === 0 ? 'ABBA' : 'BAAB',
    slots: { base: index % 2, head: 1 - (index % 2) },
    base: { cpuUsPerOpSystem: base },
    head: { cpuUsPerOpSystem: base * (1 + shift) },
    dropped: null,
  }
}

function emptyScenario(name: string, kind: ScenarioResult['kind']): ScenarioResult {
  const lists = { metrics: [], counters: [], invariants: [], generations: [] }
  return { name, title: name, kind, status: { kind: 'measured' }, ...lists, load: null }
}

function metric(id: string, role: MetricResult['role'], verdict: Verdict): MetricResult {
  const about = { id, title: id, unit: 'us', better: 'lower' as const, role, verdict }
  return { ...about, base: null, head: null, change: null, stored: null }
}

function counter(id: string, role: CounterResult['role'], verdict: Verdict): CounterResult {
  const about = { id, title: id, unit: 'calls', group: id.slice(0, id.indexOf('/')), role, verdict }
  return { ...about, detail: null, exact: true, base: 1, head: 1, stored: null }
}
