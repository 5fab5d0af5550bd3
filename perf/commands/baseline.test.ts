import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runResult } from '../baseline/testing.ts'
import { fixtures } from '../report/fixtures.ts'
import { calm, control, judge, payments } from '../verdict/testing-runs.ts'
import { baselineShow, baselineUpdate, baselineVerify } from './baseline.ts'

/** A folder of baselines with as many files in one lane, none of which is one. */
function withStrays(count: number, act: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'baselines-'))
  try {
    for (let index = 0; index < count; index += 1) writeFileSync(join(folder, `stray-${index}`), '')
    mkdirSync(join(folder, 'lane'))
    act(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('one stored baseline that is not in order is spoken of as one', () => {
  withStrays(1, (folder) => {
    expect(() => baselineVerify(folder)).toThrow(/^1 stored baseline is not in order:\n.*stray-0/)
  })
  withStrays(2, (folder) => {
    expect(() => baselineVerify(folder)).toThrow(/^2 stored baselines are not in order:\n/)
  })
  withStrays(0, (folder) => {
    expect(baselineVerify(folder)).toBe('0 stored baselines are in order')
  })
})

test('a run that passed although a negative control moved makes no baseline', () => {
  withStrays(0, (folder) => {
    const stored = (spinMs: number) => {
      const { scenarios, ...judgement } = judge([
        payments(calm),
        control(calm.map(() => ({ spinMs }))),
      ])
      expect(judgement.outcome).toBe('passed')
      const file = join(folder, 'result.json')
      writeFileSync(file, JSON.stringify(runResult(scenarios, judgement)))
      return baselineUpdate(file, folder)
    }
    expect(() => stored(1.09)).toThrow(
      'result is of a disturbed machine (negative control control/spinMs was 9.0 % worse in head, expected at most 5 %): no baseline was written',
    )
    expect(readdirSync(join(folder, 'lane'))).toEqual([])
    expect(readdirSync(folder)).not.toContain('local-2cpu')
    expect(stored(1.01)).toContain('local-2cpu/payments.json: commit aaaaaaaa (new)')
  })
})

test('a document that joins several groups makes no baseline', () => {
  withStrays(0, (folder) => {
    const file = join(folder, 'result.json')
    writeFileSync(file, JSON.stringify(fixtures.joined))
    expect(() => baselineUpdate(file, folder)).toThrow(
      /result\.json joins several groups, expected the result of one run$/,
    )
    expect(readdirSync(join(folder, 'lane'))).toEqual([])
  })
})

test('a stored baseline is shown by titles, in the quantities of the reports', () => {
  withStrays(0, (folder) => {
    const reading = { process: 'system' as const, base: [7_000], head: [7_000], functions: [] }
    const instructions = { kind: 'counted' as const, tools: 'valgrind-3.19.0', readings: [reading] }
    const counted = { ...payments(calm), evidence: { instructions } }
    const { scenarios, ...judgement } = judge([counted, control(calm)])
    const file = join(folder, 'result.json')
    writeFileSync(file, JSON.stringify(runResult(scenarios, judgement)))
    baselineUpdate(file, folder)
    const shown = baselineShow(folder, 'local-2cpu')
    expect(shown).toMatch(
      /^ {2}CPU per operation, Postgres: \d[\d.,]* µs \(IQR \d[\d.,]* µs, n = 8\)$/m,
    )
    expect(shown).not.toMatch(/cpuUsPerOp|\de[+-]\d/)
    expect(shown).toContain('\n  instructions.system/total: 7,000 (valgrind-3.19.0)\n')
  })
})
