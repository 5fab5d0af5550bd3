import { expect, test } from 'vitest'
import { Admission } from './admission.ts'

const admission = () => new Admission({ targetMs: 100, toleranceMs: 500, limitMs: 1_000 })

test('a stall that is shorter than the tolerance sends nobody away', () => {
  const gate = admission()
  expect([0, 200, 400].map((nowMs) => gate.admits(nowMs + 50, nowMs))).toEqual([true, true, true])
  expect(gate.admits(10, 450)).toBe(true)
  expect(gate.admits(300, 600)).toBe(true)
  expect(gate.admits(300, 1_000)).toBe(true)
  expect(gate.overloaded).toBe(false)
})

test('beyond the limit everybody is sent away at once', () => {
  expect(admission().admits(1_001, 0)).toBe(false)
})

test('in an overload what keeps the queue at its target is taken', () => {
  const gate = admission()
  gate.admits(150, 0)
  expect(gate.admits(150, 500)).toBe(false)
  expect(gate.admits(99, 510)).toBe(true)
  expect(gate.admits(101, 520)).toBe(false)
  expect(gate.overloaded).toBe(true)
})

test('an overload is over when the queue has been short for as long as it takes to notice one', () => {
  const gate = admission()
  gate.admits(150, 0)
  gate.admits(150, 500)
  gate.admits(20, 600)
  gate.admits(120, 800)
  gate.admits(20, 900)
  expect(gate.overloaded).toBe(true)
  gate.admits(20, 1_400)
  expect(gate.overloaded).toBe(false)
  expect(gate.admits(900, 1_401)).toBe(true)
})
