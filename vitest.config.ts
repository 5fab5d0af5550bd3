import { defineConfig } from 'vitest/config'
import { ScenarioOrder } from './perf/session/scenario-order.ts'

/**
 * Three projects. `unit`: pure or in-process, seconds. `integration`: real services and processes.
 * `perf`: the scenarios themselves, run one at a time because each of them wants the whole machine.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: ScenarioOrder },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{perf,system,scripts}/**/*.test.ts'],
          exclude: ['**/*.integration.test.ts', '**/node_modules/**'],
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{perf,system,scripts}/**/*.integration.test.ts'],
          globalSetup: ['scripts/testing/services.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
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
