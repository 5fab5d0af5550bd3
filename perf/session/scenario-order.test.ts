import { expect, test } from 'vitest'
import type { TestSpecification, Vitest } from 'vitest/node'
import { ScenarioOrder } from './scenario-order.ts'

const file = (project: string, moduleId: string) =>
  ({
    project: { name: project, config: { root: '/', isolate: true, sequence: { groupOrder: 0 } } },
    moduleId,
  }) as unknown as TestSpecification

/** As vitest remembers them: the longest file of the last time goes first. */
const lastDurationsMs: Readonly<Record<string, number>> = { '/c': 1, '/p': 120_000, '/r': 40_000 }
const vitest = {
  config: { root: '/' },
  cache: {
    getTestSpecificationResult: ({ moduleId }: TestSpecification) => ({
      failed: false,
      duration: lastDurationsMs[moduleId],
    }),
  },
} as unknown as Vitest

test('scenarios run by name, however long each took the last time', async () => {
  const given = ['/r', '/c', '/p'].map((id) => file('perf', id))
  const sorted = await new ScenarioOrder(vitest).sort(given)
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual(['/c', '/p', '/r'])
})

test("other projects' files keep the order that vitest gives them, before the scenarios", async () => {
  const given = [file('perf', '/c'), file('unit', '/r'), file('unit', '/p')]
  const sorted = await new ScenarioOrder(vitest).sort(given)
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual(['/p', '/r', '/c'])
})
