import type { Fingerprint } from '../result/circumstances.ts'
import type { ChangedLines } from '../result/evidence.ts'
import type { JudgeFigures } from '../result/judge-figures.ts'
import { warning } from '../result/warning.ts'
import { rateConfidence } from '../selftest/figures.ts'
import { rateBounds } from '../stats/binomial.ts'
import { policy } from '../verdict/policy.ts'

/**
 * What the explained example run says of itself: the change's lines, and the record of its judge.
 */
export const changedLines: ChangedLines = [
  { file: 'system/modules/payments/settlement.ts', ranges: [{ first: 104, last: 122 }] },
  { file: 'system/modules/payments/service.ts', ranges: [{ first: 57, last: 76 }] },
  { file: 'system/migrations/0009-invoices.sql', ranges: [{ first: 1, last: 3 }] },
]

export const hostedMachine: Fingerprint = {
  lane: 'github-ubuntu-4cpu',
  cpuModel: 'AMD EPYC 7763 64-Core Processor',
  cores: 4,
  memoryBytes: 16_772_000_000,
  os: 'linux 6.8.0',
  node: '26.10.0',
  postgres: '18.4',
  redis: '7.0.15',
  kafka: '4.1.0',
  autocannon: '9.0.0',
  provider: 'testcontainers',
  durability: 'crash-safe',
}

const atMost = (alarms: number, runs: number) => rateBounds(alarms, runs, rateConfidence).high

export const judgeRecord: JudgeFigures = {
  lane: 'github-ubuntu-4cpu',
  profile: 'pr',
  selfChecks: { runs: 48, falseAlarms: 0, couldNotMeasure: 3, rateAtMost: atMost(0, 48) },
  harmless: { runs: 20, falseAlarms: 0, rateAtMost: atMost(0, 20) },
  planted: { runs: 60, caught: 55, missed: 3, inconclusive: 2, falseAlarms: 0 },
  causes: { stated: 55, right: 51 },
  detectable: [
    {
      scenario: 'payments',
      metric: 'cpuUsPerOpSystem',
      title: 'CPU per operation, system',
      median: 0.048,
      runs: 48,
    },
    {
      scenario: 'payments',
      metric: 'latencyMsP95',
      title: 'Latency p95',
      median: 0.118,
      runs: 48,
    },
    {
      scenario: 'reconciliation',
      metric: 'durationMs',
      title: 'Duration',
      median: 0.039,
      runs: 45,
    },
  ],
}

/** Of a lane with few self-checks: counters that no tolerance is known for gate nothing. */
export const unrecorded = warning(
  'gate-not-run',
  `payments: no gate yet for wal.bytes, wal.records (7 of ${policy.tolerance.neededComparisons} self-checks on record)`,
)
