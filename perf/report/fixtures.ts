import type { RunResult } from '../result/document.ts'
import { counterOf, measured } from './fixture-builders.ts'
import {
  control,
  payments,
  reconciliation,
  selectBalances,
  updateBalances,
  withoutP95,
} from './fixture-scenarios.ts'
import {
  instructionCounters,
  paymentsCauses,
  paymentsEvidence,
  reconciliationCauses,
  reconciliationEvidence,
} from './fixture-evidence.ts'
import {
  controlReason,
  decidedAtOnce,
  firstLook,
  policyVersion,
  quickLook,
  stealReason,
  tooMuchStealPercent,
} from './fixture-policy.ts'
import { changedLines, hostedMachine, judgeRecord, unrecorded } from './fixture-run.ts'
import { selectLimit } from './fixture-waits.ts'
import { hostileRun } from './fixture-hostile.ts'
import { joinedRun } from './fixture-joined.ts'

/**
 * Complete example runs for the golden tests and for looking at the formatters: every outcome and
 * every kind of thing a report has to say. The numbers are made up by a seeded generator.
 */
const baseCommit = '9c41e7f02ad85b3c6e1f07d2a4b8c93e5d6f1a20'
const headCommit = '3f8a16c7be290d54f1a7c8e3b6d20597ac4e81f3'

const calm: RunResult = {
  schema: 'plumbline/result@1',
  runId: '20261121-061502-3f8a16c7',
  startedAt: '2026-11-21T06:15:02.000Z',
  durationMs: 523_400,
  seed: 20_261_121,
  profile: 'pr',
  policy: policyVersion,
  kind: 'comparison',
  base: { ref: 'main', commit: baseCommit, dirty: false, tree: 'b7e0d1c2' },
  head: { ref: 'working tree', commit: headCommit, dirty: true, tree: '4d19aa70' },
  fingerprint: hostedMachine,
  machine: { stealPercent: 0.34, fdatasyncMsP50: 0.61, fdatasyncMsP99: 2.9, loadAverage1: 1.42 },
  outcome: 'passed',
  warnings: [],
  scenarios: [payments(), reconciliation(), control()],
  reproduce: 'npm run perf -- --profile pr --base 9c41e7f0 --scenario "*" --seed 20261121',
}

const selfCheck: RunResult = {
  ...calm,
  runId: '20261121-060110-9c41e7f0',
  startedAt: '2026-11-21T06:01:10.000Z',
  kind: 'self-check',
  profile: 'quick',
  base: calm.base,
  head: { ...calm.base, ref: 'HEAD' },
  fingerprint: { ...calm.fingerprint, lane: 'local-2cpu', cores: 2, provider: 'embedded' },
  warnings: [unrecorded],
  durationMs: 271_300,
  scenarios: [
    payments({ generations: quickLook }),
    reconciliation({ generations: quickLook }),
    control(quickLook),
  ],
  reproduce: 'npm run perf -- --profile quick --base HEAD --seed 20261121',
}

const regression: RunResult = {
  ...calm,
  outcome: 'regressed',
  scenarios: [
    payments({
      systemCpu: { planted: 1.12, verdict: { kind: 'regressed', effect: 0.121, pValue: 0.0008 } },
      throughput: { planted: 0.945, verdict: { kind: 'regressed', effect: 0.055, pValue: 0.0021 } },
      counters: [
        counterOf(
          `sql.calls/${selectLimit}`,
          { base: null, head: 1 },
          { title: selectLimit.slice(0, 60) },
        ),
        counterOf(`sql.rows/${selectLimit}`, { base: null, head: 1 }),
        counterOf(`sql.rows/${selectBalances.replace('daily_limit_minor', '*')}`, {
          base: 2,
          head: 3,
        }),
        counterOf(`sql.calls/${updateBalances}`, { base: 1, head: null }),
        counterOf(
          `sql.calls/${updateBalances.replace('WHERE', 'WHERE accounts.tenant_id = $3 AND')}`,
          { base: null, head: 1 },
        ),
        counterOf('redis.commands/get', { base: 2, head: 1 }),
      ],
    }),
    reconciliation(),
    control(),
  ],
}

/** What regressed is explained, and everything else that a run may have to say is said. */
const explained: RunResult = {
  ...regression,
  runId: '20261121-071640-3f8a16c7',
  startedAt: '2026-11-21T07:16:40.000Z',
  durationMs: 268_000,
  scenarios: [
    {
      ...payments({
        systemCpu: { planted: 1.12, verdict: { kind: 'regressed', effect: 0.121, pValue: 0.0008 } },
        generations: firstLook,
        counters: [
          counterOf(`sql.calls/${selectLimit}`, { base: null, head: 1 }),
          counterOf(`sql.rows/${selectLimit}`, { base: null, head: 1 }),
          ...instructionCounters,
        ],
      }),
      evidence: paymentsEvidence,
      causes: paymentsCauses,
    },
    {
      ...reconciliation({
        postgresCpu: { planted: 1.3, verdict: { kind: 'regressed', effect: 0.3, pValue: 0.0041 } },
        generations: firstLook,
      }),
      evidence: reconciliationEvidence,
      causes: reconciliationCauses,
    },
    control(firstLook),
  ],
  looks: decidedAtOnce,
  repeated: { reason: `payments: ${stealReason}` },
  changedLines,
  judge: judgeRecord,
}

const brokenInvariant: RunResult = {
  ...calm,
  outcome: 'failed',
  scenarios: [
    {
      ...payments({
        systemCpu: { planted: 0.93, verdict: { kind: 'improved', effect: -0.07, pValue: 0.001 } },
      }),
      status: { kind: 'failed', reason: 'an invariant is violated in head', arm: 'head' },
      invariants: [
        {
          id: 'payments.money-conserved',
          title: 'per currency, balances minus openings sum to zero',
          arm: 'base',
          violations: 0,
          sample: [],
        },
        {
          id: 'payments.money-conserved',
          title: 'per currency, balances minus openings sum to zero',
          arm: 'head',
          violations: 3,
          sample: ['USD  drift -1250', 'AED  drift 300', 'PKR  drift 77'],
        },
      ],
    },
    reconciliation(),
    control(),
  ],
}

const invalid: RunResult = {
  ...calm,
  outcome: 'invalid',
  machine: {
    stealPercent: tooMuchStealPercent,
    fdatasyncMsP50: 4.9,
    fdatasyncMsP99: 61,
    loadAverage1: 7.8,
  },
  warnings: [{ code: 'steal', message: stealReason, gate: true }],
  scenarios: [
    {
      ...payments({
        p95: { verdict: { kind: 'invalid', reason: controlReason, code: 'control' } },
      }),
      status: { kind: 'invalid', reason: controlReason, code: 'control' },
    },
    reconciliation(),
  ],
}

const missing: RunResult = {
  ...calm,
  outcome: 'failed',
  warnings: [
    {
      code: 'baseline-missing',
      message:
        'baselines/github-ubuntu-4cpu/reconciliation.json does not exist: only base and head are compared',
      gate: false,
    },
    {
      code: 'scenario-vanished',
      message: 'scenario journals has a baseline and was not run',
      gate: true,
    },
  ],
  scenarios: [
    withoutP95(payments()),
    {
      ...reconciliation(),
      metrics: reconciliation().metrics.map((metric) => ({
        ...metric,
        stored: null,
        base: null,
        change: null,
        verdict: { kind: 'new' as const },
      })),
    },
    measured('journals', 'journey', 'Post and reverse journals', { status: { kind: 'missing' } }),
    control(),
  ],
}

export const fixtures = {
  calm,
  'self-check': selfCheck,
  regression,
  explained,
  'broken-invariant': brokenInvariant,
  invalid,
  missing,
  joined: joinedRun(regression),
  hostile: hostileRun(explained),
} as const satisfies Record<string, RunResult>

export type FixtureName = keyof typeof fixtures
export const fixtureNames = Object.keys(fixtures) as FixtureName[]
