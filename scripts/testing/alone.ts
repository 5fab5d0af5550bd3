/**
 * Integration tests that run one at a time, after all others, with the reason of each. All others
 * run beside each other, on services that they share and in databases, topics, folders and ports of
 * their own: whoever writes one that cannot, adds it here. What makes a test need the machine for
 * itself is a judgement by time, by what the processor does, or by all that a server holds; a
 * condition that holds on a busy machine too is better than an entry.
 */
export const aloneBecause: Readonly<Record<string, string>> = {
  'perf/commands/check.integration.test.ts':
    'a real measurement has to end as valid, and no other run may have databases on the server',
  'perf/load/autocannon-engine.integration.test.ts': 'counts attempts within a time',
  'perf/load/generator.integration.test.ts': 'judges latencies to five percent',
  'perf/load/load-failures.integration.test.ts':
    'judges latencies and the processor time of a load',
  'perf/load/load-run.integration.test.ts': 'judges latencies',
  'perf/load/staged-loads.integration.test.ts': 'judges latencies and rates',
  'perf/session/bad-target.integration.test.ts': 'no other run may have databases on the server',
  'perf/session/interrupt.integration.test.ts': 'a real measurement has to end as valid',
  'perf/session/standalone.integration.test.ts':
    'a real measurement has to end as valid, and no other run may have databases on the server',
  'scripts/overload/overload.integration.test.ts': 'judges latencies under more than can be done',
  'system/dashboard/tests/dashboard.integration.test.ts':
    'judges how busy the main thread of a page is under a load',
  'system/platform/limits/limits.integration.test.ts': 'judges calls per second',
}

/**
 * The longest of those that run beside each other, longest first: one that begins last would be
 * waited for with nothing left to run beside it. A list that is out of date costs time and no more.
 */
export const longestFirst: readonly string[] = [
  'scripts/act/workflows.integration.test.ts',
  'perf/commands/shape.integration.test.ts',
  'scripts/faults/kills.integration.test.ts',
  'system/modules/payments/crash.integration.test.ts',
  'system/modules/payments/held.integration.test.ts',
  'perf/measuring/inspection/profile-pass.integration.test.ts',
  'perf/oracles/mutants.integration.test.ts',
  'system/modules/netting/under-load.integration.test.ts',
]
