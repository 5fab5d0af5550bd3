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
