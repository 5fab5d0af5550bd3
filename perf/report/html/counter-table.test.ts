import { expect, test } from 'vitest'
import type { ScenarioResult } from '../../result/document.ts'
import { counterOf } from '../fixture-builders.ts'
import { fixtures } from '../fixtures.ts'
import { counterTable } from './counter-table.ts'

const textOf = (head: number) => {
  const [payments] = fixtures.calm.scenarios
  const counters = [counterOf('execution/total', { base: 19_167.5, head })]
  return counterTable({ ...(payments as ScenarioResult), counters })?.markup
}

test('that no exact counter changed is said where neither a total nor a single one did', () => {
  expect(textOf(19_167.5)).toContain('No exact counter changed.')
  expect(textOf(19_277.5)).not.toContain('No exact counter changed.')
})
