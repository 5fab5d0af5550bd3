import { resolve } from 'node:path'
import { dockerEngineAnswers } from './bootstrap/machine.mjs'
import { sweepDeadRuns } from '../perf/lifecycle/sweep.ts'
import { failureTeller } from '../perf/tell-failures.ts'
import { runChecks } from './check/run-checks.ts'
import { listedBy, refuseUnmatched, selectionOf } from './test/filters.ts'
import { runVitest } from './test/run-vitest.ts'
import { testStateFolder } from './testing/config.ts'
import { addTotals, type Totals, vitestTotals } from './test/totals.ts'
import { cacheFolder } from './workflows/config.ts'
import { installTool, toolNames } from './workflows/tools.ts'

/**
 * `npm test`: the checks, then every unit and integration test; each check counts as one test.
 * Arguments go to vitest: `npm test -- perf/stats`, `npm test -- --project unit`.
 */
const root = resolve(import.meta.dirname, '..')
const inCi = process.env['CI'] === 'true'
const given = process.argv.slice(2)
const choosesProject = given.some((word) => word.startsWith('--project'))
const usualProjects = ['unit', 'integration', 'integration-alone']
const projects = choosesProject ? [] : usualProjects.map((name) => `--project=${name}`)

const usage = `Usage: npm test [-- WORDS AND FLAGS]
The checks, then every unit and integration test; words are parts of the paths of test files, flags are vitest's.
Exit codes: 0 all passed, 1 one failed, 2 a word that matches no test file.`

process.exitCode = (await endedByArguments()) ?? (await testAll())

/** @returns the exit code to end with, undefined when there is something to test */
async function endedByArguments(): Promise<0 | 2 | undefined> {
  if (given.length === 0) return undefined
  if (given.includes('--help') || given.includes('-h')) {
    console.log(usage)
    return 0
  }
  try {
    const selection = await selectionOf(given, usualProjects)
    await refuseUnmatched(selection, listedBy(root, selection.projects))
    return undefined
  } catch (failure) {
    failureTeller(console.error).first(failure)
    return 2
  }
}

async function testAll(): Promise<0 | 1> {
  const totals = addTotals([
    await engineTotals(),
    await toolTotals(),
    await checkTotals(),
    await testTotals(),
  ])
  for (const remark of totals.remarks) console.log(remark)
  console.log(`${totals.passed} passed, ${totals.failed} failed`)
  return totals.failed === 0 ? 0 : 1
}

/** The testcontainers path is part of the promise: where CI lacks an engine, that is a failure. */
async function engineTotals(): Promise<Totals> {
  if (!inCi || (await dockerEngineAnswers(process.env['DOCKER_HOST']))) {
    return { passed: 0, failed: 0, remarks: [] }
  }
  const remark = 'no Docker engine answers, expected one in CI: .ci/run starts it'
  return { passed: 0, failed: 1, remarks: [remark] }
}

/**
 * The tools that check the workflows; the tests that need one that cannot be had fail, and this
 * says why.
 */
async function toolTotals(): Promise<Totals> {
  const remarks: string[] = []
  for (const name of given.length === 0 ? toolNames : []) {
    try {
      if ((await installTool(name, cacheFolder())) === 'installed') console.log(`installed ${name}`)
    } catch (failure) {
      remarks.push(failure instanceof Error ? failure.message : String(failure))
    }
  }
  return { passed: 0, failed: 0, remarks }
}

async function checkTotals(): Promise<Totals> {
  const outcomes = await runChecks(root)
  const failed = outcomes.filter((outcome) => !outcome.passed)
  const remarks = failed.map((outcome) => `the check "${outcome.name}" failed`)
  return { passed: outcomes.length - failed.length, failed: failed.length, remarks }
}

async function testTotals(): Promise<Totals> {
  const { exitCode, report } = await runVitest(root, [...projects, ...given])
  // A vitest that was ended by a signal tears nothing down: its services would stay until the next
  // run.
  if (report === undefined) await sweepDeadRuns(testStateFolder())
  return vitestTotals(report, exitCode, inCi)
}
