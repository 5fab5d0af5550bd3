import { expect, test } from 'vitest'
import type { TestSpecification, Vitest } from 'vitest/node'
import { ScenarioOrder } from './scenario-order.ts'

const file = (project: string, moduleId: string) =>
  ({
    project: { name: project, config: { root: '/', isolate: true, sequence: { groupOrder: 0 } } },
    moduleId,
  }) as unknown as TestSpecification

/** As vitest remembers them: the longest file of the last time goes first. */
const lastDurationsMs: Readonly<Record<string, number>> = {
  '/r': 40,
  '/c.perf.ts': 1,
  '/pay.perf.ts': 120_000,
}
const vitest = {
  config: { root: '/' },
  cache: {
    getTestSpecificationResult: ({ moduleId }: TestSpecification) => ({
      failed: false,
      duration: lastDurationsMs[moduleId] ?? 0,
    }),
  },
} as unknown as Vitest

test('scenarios run by name, however long each took the last time', async () => {
  const given = ['/pay-x', '/c', '/pay'].map((name) => file('perf', `${name}.perf.ts`))
  const sorted = await new ScenarioOrder(vitest).sort(given)
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual([
    '/c.perf.ts',
    '/pay.perf.ts',
    '/pay-x.perf.ts',
  ])
})

test("other projects' files keep the order that vitest gives them, before the scenarios", async () => {
  const given = [file('perf', '/c.perf.ts'), file('unit', '/r'), file('unit', '/pay.perf.ts')]
  const sorted = await new ScenarioOrder(vitest).sort(given)
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual(['/pay.perf.ts', '/r', '/c.perf.ts'])
})
