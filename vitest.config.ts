import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { aloneBecause } from './scripts/testing/alone.ts'
import { FileOrder } from './scripts/testing/file-order.ts'

const alone = Object.keys(aloneBecause)

/** Most of them wait, for a start or an answer: one more than there are processors. */
const besideEachOther = { maxWorkers: availableParallelism() + 1, sequence: { groupOrder: 0 } }
const oneAtATime = { fileParallelism: false, sequence: { groupOrder: 1 } }

const integration = {
  globalSetup: ['scripts/testing/services.ts'],
  pool: 'forks' as const,
  // By far more than any takes, beside others too: a limit for what hangs.
  testTimeout: 300_000,
  hookTimeout: 300_000,
}

/**
 * Four projects. `unit`: pure or in-process, seconds. `integration`: real services and processes,
 * beside each other and beside the unit tests. `integration-alone`: those that need the machine for
 * themselves, each after the other; scripts/testing/alone.ts has them. `perf`: the scenarios
 * themselves, run one at a time because each of them wants the whole machine.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: FileOrder },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{perf,system,scripts}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          pool: 'forks',
          // A few start a process of their own, and integration tests run beside them.
          testTimeout: 30_000,
          ...besideEachOther,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{perf,system,scripts}/**/*.integration.test.ts'],
          exclude: [...alone, '**/node_modules/**'],
          ...integration,
          ...besideEachOther,
        },
      },
      {
        test: {
          name: 'integration-alone',
          include: alone,
          ...integration,
          ...oneAtATime,
        },
      },
      {
        test: {
          name: 'perf',
          include: ['perf/scenarios/*.perf.ts'],
          globalSetup: ['perf/session/vitest-setup.ts'],
          setupFiles: ['perf/scenarios/vitest-register.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 7_200_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
