import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { createClearingViolations } from './violations.ts'
import { createClearingWindows } from './windows.ts'

// A Friday: the Emirates and Israel rest, Pakistan and India clear.
const atMs = Date.parse('2026-01-09T09:00:00Z')
const violation = {
  debtorBank: 'ENBXAEADXXX',
  creditorBank: 'SBININBBXXX',
  atMs,
  releaseAtMs: Date.parse('2026-01-12T04:30:00Z'),
}

function prepared() {
  const registry = new Registry()
  const lines: object[] = []
  let nowMs = 1_000
  const violations = createClearingViolations(
    createClearingWindows(),
    registry,
    { warn: (line: object) => lines.push(line) },
    () => nowMs,
  )
  return { registry, lines, violations, pass: (ms: number) => (nowMs += ms) }
}

test('a violation counts for each bank that was closed, and for that alone', async () => {
  const { violations, registry } = prepared()
  violations.note(violation)
  violations.note({ ...violation, creditorBank: 'ENBXAEADXXX' })
  violations.note({ ...violation, creditorBank: 'LUMIILITXXX' })
  expect(violations.counts()).toEqual({ ENBXAEADXXX: 3, LUMIILITXXX: 1 })
  expect(await registry.metrics()).toContain('clearing_violations_total{bank="ENBXAEADXXX"} 3')
})

test('a flood of them is one line per bank and ten seconds, with how many there were', () => {
  const { violations, lines, pass } = prepared()
  for (let count = 0; count < 5_000; count += 1) {
    violations.note(violation)
  }
  pass(10_000)
  violations.note(violation)
  const releaseAt = '2026-01-12T04:30:00.000Z'
  expect(lines).toEqual([
    { bank: 'ENBXAEADXXX', payments: 1, releaseAt },
    { bank: 'ENBXAEADXXX', payments: 5_000, releaseAt },
  ])
})
