import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { counterResult, runResult, scenarioResult } from '../baseline/testing.ts'
import { fixtures } from '../report/fixtures.ts'
import type { RunResult } from '../result/document.ts'
import { calm, control, judge, payments } from '../verdict/testing-runs.ts'
import { baselineShow, baselineUpdate, baselineVerify } from './baseline.ts'

/** A folder of baselines with as many files in one lane, none of which is one. */
async function withStrays(
  count: number,
  act: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'baselines-'))
  try {
    for (let index = 0; index < count; index += 1) writeFileSync(join(folder, `stray-${index}`), '')
    mkdirSync(join(folder, 'lane'))
    await act(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A clone with a commit on main and one on a branch of it, which is checked out. */
function cloneIn(folder: string) {
  const repository = join(folder, 'clone')
  const identity = [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@localhost',
    '-c',
    'commit.gpgsign=false',
  ]
  const git = (...args: string[]) =>
    execFileSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' }).trim()
  const commit = () => {
    git('commit', '--quiet', '--allow-empty', '--message', 'empty')
    return git('rev-parse', 'HEAD')
  }
  mkdirSync(repository)
  git('init', '--quiet', '--initial-branch', 'main')
  const main = commit()
  git('switch', '--quiet', '--create', 'faster')
  return { repository, main, branch: commit() }
}

const revision = (commit: string) => ({ ref: 'HEAD', commit, dirty: false, tree: 'b'.repeat(40) })

/** Writes the result to the folder and updates the baselines of the folder by it. */
function updated(folder: string, result: RunResult, repository: string, unmerged = false) {
  const resultFile = join(folder, 'result.json')
  writeFileSync(resultFile, JSON.stringify(result))
  return baselineUpdate({ resultFile, folder, repository, unmerged })
}

test('what was measured of the main branch is stored, also when main has moved on', async () => {
  await withStrays(0, async (folder) => {
    const { repository, main } = cloneIn(folder)
    const result = runResult([scenarioResult()], { head: revision(main) })
    const said = `${join(folder, 'local-2cpu/payments.json')}: commit ${main.slice(0, 8)} (new)`
    expect(await updated(folder, result, repository)).toBe(said)
  })
})

test('what was measured of a branch is refused, unless it is asked for, and then that is said', async () => {
  await withStrays(0, async (folder) => {
    const { repository, branch } = cloneIn(folder)
    const result = runResult([scenarioResult()], { head: revision(branch) })
    const failure = await updated(folder, result, repository).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'input',
      message: `result measured HEAD at ${branch.slice(0, 12)}, which is not on the main branch, expected a commit that is: no baseline was written`,
      remedy: expect.stringContaining(
        "npm run perf -- --profile pr --base main --head main --scenario '{payments,control}', then npm run perf -- baseline update; or,",
      ),
    })
    expect(readdirSync(folder)).not.toContain('local-2cpu')
    expect(await updated(folder, result, repository, true)).toMatch(
      /payments\.json: commit .*\nwarning: the result measured HEAD at .*not on the main branch/,
    )
  })
})

test('the flag for a branch makes no regressed run a baseline', async () => {
  await withStrays(0, async (folder) => {
    const { repository, branch } = cloneIn(folder)
    const verdict = { kind: 'regressed', effect: 0.1, pValue: null } as const
    const scenarios = [scenarioResult({ counters: [counterResult({ verdict })] })]
    const result = runResult(scenarios, { head: revision(branch), kind: 'comparison' })
    await expect(updated(folder, result, repository, true)).rejects.toThrow(
      'has payments/sql.calls/total regressed against base',
    )
    expect(readdirSync(folder)).not.toContain('local-2cpu')
  })
})

test('one stored baseline that is not in order is spoken of as one', async () => {
  await withStrays(1, (folder) => {
    expect(() => baselineVerify(folder)).toThrow(/^1 stored baseline is not in order:\n.*stray-0/)
  })
  await withStrays(2, (folder) => {
    expect(() => baselineVerify(folder)).toThrow(/^2 stored baselines are not in order:\n/)
  })
  await withStrays(0, (folder) => {
    expect(baselineVerify(folder)).toBe('0 stored baselines are in order')
  })
})

test('a run that passed although a negative control moved makes no baseline', async () => {
  await withStrays(0, async (folder) => {
    const { repository } = cloneIn(folder)
    const stored = (spinMs: number) => {
      const { scenarios, ...judgement } = judge([
        payments(calm),
        control(calm.map(() => ({ spinMs }))),
      ])
      expect(judgement.outcome).toBe('passed')
      return updated(folder, runResult(scenarios, judgement), repository, true)
    }
    await expect(stored(1.09)).rejects.toThrow(
      'result is of a disturbed machine (negative control control/spinMs was 9.0 % worse in head, expected at most 5 %): no baseline was written',
    )
    expect(readdirSync(join(folder, 'lane'))).toEqual([])
    expect(readdirSync(folder)).not.toContain('local-2cpu')
    expect(await stored(1.01)).toContain('local-2cpu/payments.json: commit aaaaaaaa (new)')
  })
})

test('a document that joins several groups makes no baseline', async () => {
  await withStrays(0, async (folder) => {
    const file = join(folder, 'result.json')
    writeFileSync(file, JSON.stringify(fixtures.joined))
    const request = { resultFile: file, folder, repository: folder, unmerged: true }
    await expect(baselineUpdate(request)).rejects.toThrow(
      /result\.json joins several groups, expected the result of one run$/,
    )
    expect(readdirSync(join(folder, 'lane'))).toEqual([])
  })
})

test('a stored baseline is shown by titles, in the quantities of the reports', async () => {
  await withStrays(0, async (folder) => {
    const reading = { process: 'system' as const, base: [7_000], head: [7_000], functions: [] }
    const instructions = { kind: 'counted' as const, tools: 'valgrind-3.19.0', readings: [reading] }
    const counted = { ...payments(calm), evidence: { instructions } }
    const { scenarios, ...judgement } = judge([counted, control(calm)])
    await updated(folder, runResult(scenarios, judgement), cloneIn(folder).repository, true)
    const shown = baselineShow(folder, 'local-2cpu')
    expect(shown).toMatch(
      /^ {2}CPU per operation, Postgres: \d[\d.,]* µs \(IQR \d[\d.,]* µs, n = 8\)$/m,
    )
    expect(shown).not.toMatch(/cpuUsPerOp|\de[+-]\d/)
    expect(shown).toContain('\n  instructions.system/total: 7,000 (valgrind-3.19.0)\n')
  })
})
