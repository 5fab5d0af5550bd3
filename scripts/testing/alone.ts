/**
 * Integration tests that run one at a time, after all others, with the reason of each. All others
 * run beside each other, on services that they share and in databases, topics, folders and ports of
 * their own: whoever writes one that cannot, adds it here. What makes a test need the machine for
 * itself is a judgement by time, by what the processor does, or by all that a server holds; a
 * condition that holds on a busy machine too is better than an entry.
 */
export const aloneBecause: Readonly<Record<string, string>> = {
  'perf/load/generator-times.integration.test.ts': 'judges latencies to five percent, and rates',
  'perf/load/load-failures.integration.test.ts':
    'judges latencies and the processor time of a load',
  'perf/load/load-run.integration.test.ts': 'judges latencies',
  'perf/load/staged-loads.integration.test.ts': 'judges latencies and rates',
  'scripts/faults/kills.integration.test.ts':
    'recovery has a limit, while a load takes all that the processor has',
  'scripts/overload/overload.integration.test.ts': 'judges latencies under more than can be done',
  'system/dashboard/tests/under-load.integration.test.ts':
    'judges how busy the main thread of a page is under a load',
  'system/platform/limits/limits.integration.test.ts': 'judges calls per second',
}
