import { expect, test } from 'vitest'
import { baselineFrom } from '../baseline/from-result.ts'
import { fixtures } from '../report/fixtures.ts'
import type { RunResult } from '../result/document.ts'
import { proposalMaxCharacters, renderProposal } from './proposal-body.ts'

const runUrl = 'https://github.com/acme/shop/actions/runs/300'
const path = 'baselines/local-2cpu/payments.json'

function baselineOf(result: RunResult) {
  const [scenario] = result.scenarios
  if (scenario === undefined) throw new Error('expected a scenario')
  return baselineFrom(result, scenario)
}

test('old and new value stand side by side, and what is equal is left out', () => {
  const before = baselineOf(fixtures.calm)
  const metric = before.metrics['latencyMsP50']
  if (metric === undefined) throw new Error('expected latencyMsP50')
  const after = {
    ...before,
    metrics: { ...before.metrics, latencyMsP50: { ...metric, median: metric.median * 2 } },
  }
  const body = renderProposal([{ path, before, after }], runUrl)
  expect(body).toContain(`### ${path}`)
  expect(body.split('\n').filter((line) => line.startsWith('| ') && line.includes('%'))).toEqual([
    expect.stringMatching(/latencyMsP50.*\+100 %/),
  ])
})

test('instructions stand among the values, and those of other tools are no change of them', () => {
  const counted = (value: number, tools = 'valgrind-3.19.0') => ({
    ...baselineOf(fixtures.calm),
    instructions: { tools, values: { 'instructions.system/total': value } },
  })
  const rowsOf = (after: ReturnType<typeof counted>) =>
    renderProposal([{ path, before: counted(4_000_000), after }], runUrl)
      .split('\n')
      .filter((line) => line.includes('instructions.system/total'))
  expect(rowsOf(counted(4_000_000))).toEqual([])
  expect(rowsOf(counted(5_000_000))).toEqual([
    expect.stringMatching(/valgrind-3\.19\.0.*4,000,000.*5,000,000.*\+25\.0 %/),
  ])
  expect(rowsOf(counted(5_000_000, 'valgrind-3.26.0'))).toEqual([
    expect.stringMatching(/valgrind-3\.19\.0.*\| 4,000,000 instructions \| – \| – \|/),
    expect.stringMatching(/valgrind-3\.26\.0.*\| – \| 5,000,000 instructions \| – \|/),
  ])
})

test('a new scenario has no old values', () => {
  const body = renderProposal(
    [{ path, before: undefined, after: baselineOf(fixtures.calm) }],
    runUrl,
  )
  expect(body).toMatch(/new, now [0-9a-f]{8}/)
  expect(body).toMatch(/\| – \| [^|–]+ \| – \|/)
})

test('a measurement that came out the same says so', () => {
  const same = baselineOf(fixtures.calm)
  expect(renderProposal([{ path, before: same, after: same }], runUrl)).toContain(
    'No value changed.',
  )
})

test('a body that GitHub would refuse is cut at a section, and says how many are missing', () => {
  const one = { path, before: undefined, after: baselineOf(fixtures.calm) }
  const body = renderProposal(
    Array.from({ length: 200 }, () => one),
    runUrl,
  )
  expect(body.length).toBeLessThan(proposalMaxCharacters + 1_000)
  expect(body).toMatch(/\n\d+ more: see the changed files\.\n$/)
})
