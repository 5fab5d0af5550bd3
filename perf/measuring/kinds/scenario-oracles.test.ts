import { expect, test } from 'vitest'
import type { TargetClient } from '../../target/client.ts'
import { askScenarioOracles } from './scenario-oracles.ts'

test('each oracle is asked through the client of the load, and told as an invariant is', async () => {
  const client = { baseUrl: 'http://loaded' } as TargetClient
  const texts = ['one', 'two', 'three', 'four']
  const results = await askScenarioOracles({ arm: 'head', system: { client } }, [
    { id: 'a', title: 'all is well', violations: async () => [] },
    { id: 'b', title: 'none is', violations: async (asked) => (asked === client ? texts : []) },
  ])
  expect(results).toEqual([
    { id: 'a', title: 'all is well', arm: 'head', violations: 0, sample: [] },
    { id: 'b', title: 'none is', arm: 'head', violations: 4, sample: ['one', 'two', 'three'] },
  ])
})
