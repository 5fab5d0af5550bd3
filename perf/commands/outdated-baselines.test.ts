import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { serialiseBaseline } from '../baseline/document.ts'
import { baselineFrom } from '../baseline/from-result.ts'
import { baselinePath } from '../baseline/store.ts'
import type { RunResult } from '../result/document.ts'
import { assess, nothingPlanted } from '../selftest/assess.ts'
import { passesWith } from '../verdict/testing.ts'
import { rejudge } from './rejudge.ts'
import { honestResult, paymentsRecording } from './testing.ts'

const folder = mkdtempSync(`${tmpdir()}/plumbline-baselines-`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A run that makes as many SQL calls per operation in each arm. */
function calling(base: number, head: number): RunResult {
  const counters = passesWith({ 'sql.calls/a': base }, { 'sql.calls/a': head })
  return honestResult([paymentsRecording({ counters })])
}

function store(result: RunResult): void {
  for (const scenario of result.scenarios) {
    const path = baselinePath(folder, result.fingerprint.lane, scenario.name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, serialiseBaseline(baselineFrom(result, scenario)))
  }
}

function judged(result: RunResult): RunResult {
  const now = new Date(result.startedAt)
  return rejudge(result, { baselinesFolder: folder, scenarioGlob: 'payments', now })
}

test('a run whose base does as head does passes by an outdated store, and is told of it once', () => {
  store(calling(5, 5))
  const result = judged(calling(6, 6))
  expect(result.outcome).toBe('passed')
  const said = result.warnings.filter(({ code }) => code === 'baseline-outdated')
  expect(said).toMatchObject([{ gate: false, message: expect.stringContaining('stored 5') }])
  expect(assess(result, nothingPlanted)).toBe('clean')
})

test('what this change adds on top of it is a regression as ever', () => {
  store(calling(5, 5))
  const result = judged(calling(6, 7))
  expect(result.outcome).toBe('regressed')
  expect(result.warnings.filter(({ code }) => code === 'baseline-outdated')).toEqual([])
})
