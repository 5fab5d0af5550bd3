import { expect, test } from 'vitest'
import type { Instructions } from '../../../result/evidence.ts'
import { fixtures } from '../../fixtures.ts'
import { instructionTable } from './instruction-table.ts'

const [scenario] = fixtures.explained.scenarios
if (scenario === undefined) throw new Error('the example run has no scenario, expected one')

const place = { function: 'pay', file: 'system/pay.ts', line: 3 }
const functions = [{ place, base: 100, head: 200 }]
const readings = [{ process: 'system' as const, base: [100], head: [200], functions }]
const counted: Instructions = { kind: 'counted', tools: 'valgrind-3.19.0', readings }

test('a function that executes more is marked where the change touched it, and only there', () => {
  const markupFor = (first: number) => {
    const changed = [{ file: place.file, ranges: [{ first, last: first }] }]
    return instructionTable(scenario, counted, changed)?.markup
  }
  expect(markupFor(3)).toContain('in this change')
  expect(markupFor(4)).not.toContain('in this change')
})
