import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseCommandLine } from '../flags.ts'
import { ClosingStack } from '../lifecycle/closing-stack.ts'
import { renderJson } from '../report/json.ts'
import type { RunResult } from '../result/document.ts'
import { readResultFile } from '../result/read.ts'
import { runCommand } from './run-command.ts'
import { honestResult, paymentsGenerations, paymentsRecording } from './testing.ts'

let folder = ''
let printed: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-join-'))
  printed = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** All scenarios are like payments here; what they are called is what groups go by. */
function resultOf(names: readonly string[], factors: Record<string, number> = {}): RunResult {
  const generations = paymentsGenerations(factors)
  return honestResult(names.map((name) => paymentsRecording({ name, generations })))
}

const slower = { cpuUsPerOpSystem: 1.1 }
const ofGroup = {
  main: ['payments', 'reconciliation', 'control'],
  interbank: ['fx', 'netting', 'control'],
  reporting: ['export', 'realtime', 'control'],
}

function put(path: string, result: RunResult | string): void {
  const file = join(folder, 'from', path, 'result.json')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof result === 'string' ? result : renderJson(result))
}

function putAll(): void {
  for (const [group, names] of Object.entries(ofGroup)) {
    put(`perf-result-${group}-1`, resultOf(names))
  }
}

const summary = () => readFileSync(join(folder, 'summary.md'), 'utf8')
const joined = () => readResultFile(join(folder, 'out', 'result.json'))

function run(...more: string[]): Promise<number> {
  const argv = ['join', '--from', join(folder, 'from'), '--out', join(folder, 'out'), ...more]
  return runCommand(parseCommandLine(argv), {
    environment: { GITHUB_STEP_SUMMARY: join(folder, 'summary.md'), GITHUB_RUN_ATTEMPT: '2' },
    scope: { closing: new ClosingStack(), ledger: undefined },
    print: (text) => printed.push(text),
  })
}

describe('the results of all groups', () => {
  test('that passed are one report with exit code 0, on the page of the job as well', async () => {
    putAll()
    expect(await run('--ended', 'success')).toBe(0)
    expect(joined().joined?.groups.map(({ name }) => name)).toEqual(Object.keys(ofGroup))
    expect(readFileSync(join(folder, 'out', 'comment.md'), 'utf8')).toContain('reporting passed')
    expect(summary()).toMatch(/^### /)
    expect(printed.at(-1)).not.toContain('Could not measure')
  })

  test('of which one regressed are exit code 1', async () => {
    putAll()
    put('perf-result-interbank-1', resultOf(ofGroup.interbank, slower))
    expect(await run('--ended', 'failure')).toBe(1)
    expect(printed.at(-1)).toMatch(/^Slower: /)
  })

  test('that passed beside a job that failed are exit code 2', async () => {
    putAll()
    expect(await run('--ended', 'failure')).toBe(2)
    expect(printed.at(-1)).toMatch(/^Could not measure: the run ended as failure/)
  })

  test('are the newest of each: a job that was run again counts, a later run does not', async () => {
    putAll()
    put('perf-result-main-1', resultOf(ofGroup.main, slower))
    put('perf-result-main-2', resultOf(ofGroup.main))
    put('perf-result-main-3', resultOf(ofGroup.main, slower))
    expect(await run('--ended', 'success')).toBe(0)
  })
})

describe('a group without a result', () => {
  test('is exit code 2, and named', async () => {
    putAll()
    rmSync(join(folder, 'from', 'perf-result-reporting-1'), { recursive: true })
    expect(await run('--ended', 'success')).toBe(2)
    expect(printed.at(-1)).toMatch(
      /^Could not measure: group reporting left no result: nobody measured export, realtime/,
    )
    expect(summary()).toContain('group reporting left no result')
  })

  test('because its result is broken is exit code 2, with the reason', async () => {
    putAll()
    put('perf-result-reporting-1', '{')
    expect(await run('--ended', 'success')).toBe(2)
    expect(printed.at(-1)).toMatch(/group reporting: .*result\.json is not JSON/)
  })

  test('because its result is joined already is exit code 2', async () => {
    putAll()
    await run()
    put('perf-result-reporting-1', joined())
    expect(await run()).toBe(2)
    expect(printed.at(-1)).toMatch(/is joined already, expected the result of one run/)
  })

  test('does not matter where it was not asked for', async () => {
    put('perf-result-main-1', resultOf(['payments', 'control']))
    put('perf-result-interbank-1', resultOf(['fx', 'control']))
    expect(await run('--scenario', '{payments,fx}', '--ended', 'success')).toBe(0)
  })

  test('where all groups are without is a failure that names them, on the page of the job too', async () => {
    const failure = { code: 'input', message: expect.stringContaining('group interbank left no') }
    await expect(run()).rejects.toMatchObject(failure)
    expect(summary()).toMatch(/^### 🟡 Could not measure: group main left no result/)
  })
})

test('results of two bases are a failure', async () => {
  putAll()
  const other = resultOf(ofGroup.reporting)
  put('perf-result-reporting-1', { ...other, base: { ...other.base, commit: 'f'.repeat(40) } })
  await expect(run()).rejects.toMatchObject({
    code: 'input',
    message: expect.stringMatching(/^group reporting has base "f+", expected ".*" as in main$/),
  })
})

test('a result without a folder is of the group whose scenarios it has', async () => {
  put('', resultOf(ofGroup.interbank))
  expect(await run('--scenario', '{fx,netting}', '--ended', 'success')).toBe(0)
  put('', resultOf(['payments', 'control']))
  await expect(run()).rejects.toThrow('expected the scenarios of one group of main, interbank')
})

test('without a folder to read from it says so', async () => {
  const context = { environment: {}, scope: { closing: new ClosingStack(), ledger: undefined } }
  await expect(
    runCommand(parseCommandLine(['join']), { ...context, print: () => undefined }),
  ).rejects.toThrow('--from is not given, expected the folder with the results')
})
