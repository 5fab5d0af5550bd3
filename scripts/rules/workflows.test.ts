import { expect, test } from 'vitest'
import { type Rule, trackedFiles } from './repository.ts'
import {
  actionsPinned,
  bootstrapHasNoDependencies,
  historiesSavedAlways,
  npmScriptsExist,
  readmeNamesTheCommands,
  runSteps,
  scenariosNamedOnce,
  scriptsStartByBootstrap,
  stepsCallScripts,
  verdictAlwaysRuns,
} from './workflows.ts'

const files = trackedFiles()
const inWorkflow = (rule: Rule, text: string) => rule([{ path: '.github/workflows/a.yml', text }])
const manifest = (scripts: Record<string, string>) => ({
  path: 'package.json',
  text: JSON.stringify({ scripts }),
})

test('every action is pinned by its commit', () => {
  expect(actionsPinned(files)).toEqual([])
})

test.each([
  'uses: actions/checkout@v7',
  'uses: actions/checkout@main # v7.0.1',
  `uses: actions/checkout@${'a'.repeat(40)}`,
  `- uses: actions/checkout@${'a'.repeat(39)} # v7.0.1`,
])('"%s" is seen', (text) => {
  expect(inWorkflow(actionsPinned, text)).toHaveLength(1)
})

test('what a workflow keeps from run to run is saved whatever became of the run', () => {
  expect(historiesSavedAlways(files)).toEqual([])
})

test('a cache that is saved on success only is seen', () => {
  const pin = `${'a'.repeat(40)} # v6.1.0`
  const of = (name: string) => inWorkflow(historiesSavedAlways, `- uses: actions/${name}@${pin}`)
  expect([of('cache').length, of('cache/restore').length]).toEqual([1, 0])
})

test('which scenarios are measured unasked is said by no workflow', () => {
  expect(scenariosNamedOnce(files)).toEqual([])
})

test('a workflow with a list of scenarios of its own is seen', () => {
  const text = "PERF_SCENARIO: ${{ vars.PERF_SCENARIO || '{payments,control}' }}"
  expect(inWorkflow(scenariosNamedOnce, text)).toHaveLength(1)
})

test('the required check is made of all jobs that measure, whatever became of them', () => {
  expect(verdictAlwaysRuns(files)).toEqual([])
})

test('a required check that may be skipped, or does not hear how jobs ended, is seen', () => {
  const job = (lines: string) => `jobs:\n  verdict:\n    name: Verdict\n${lines}`
  const ended = '      MEASURE_ENDED: ${{ needs.measure.result }}\n'
  const head = `    needs: measure\n    if: \${{ always() }}\n    env:\n${ended}`
  const whole = `${head}        run: x --ended "$MEASURE_ENDED"\n`
  const seen = (text: string) => inWorkflow(verdictAlwaysRuns, text).length
  const without = (part: string, instead = '') => seen(job(whole.replace(part, instead)))
  expect(seen(job(whole))).toBe(0)
  expect(without('needs: measure\n', 'needs: groups\n')).toBe(1)
  expect(without('always()', '!cancelled()')).toBe(1)
  expect(without(ended)).toBe(1)
  expect(without('needs.measure.result', "'success'")).toBe(1)
  expect(without(' --ended "$MEASURE_ENDED"')).toBe(1)
  expect(without('"$MEASURE_ENDED"', '"$OTHER"')).toBe(1)
  expect(seen('jobs:\n')).toBe(1)
})

test('every step of a workflow calls an npm script or .ci/run', () => {
  expect(stepsCallScripts(files)).toEqual([])
})

test.each([
  'run: node perf/cli.ts',
  'run: npm ci',
  '- run: |\n    npm run perf\n    echo done',
  'run: curl https://example.com | sh',
])('%j is seen', (text) => {
  expect(inWorkflow(stepsCallScripts, text)).toHaveLength(1)
})

test('a folded command is one, a literal block is one per line', () => {
  const workflow = `
    - name: a
      run: npm test
    - run: >-
        npm run perf --
        --seed 1

    - run: |
        npm run a
        # why
        npm run b
      env: {}
`
  expect(runSteps(workflow)).toEqual([
    'npm test',
    'npm run perf -- --seed 1',
    'npm run a',
    'npm run b',
  ])
})

test('every npm script that a file names is there', () => {
  expect(npmScriptsExist(files)).toEqual([])
})

test('a script that is not there is seen, also behind an option', () => {
  const text = 'npm run perf, npm run pref, npm run --silent prfe'
  const seen = npmScriptsExist([manifest({ perf: '' }), { path: 'README.md', text }])
  expect(seen).toHaveLength(2)
})

test('every npm script starts a file that is there, by way of the bootstrap', () => {
  expect(scriptsStartByBootstrap(files)).toEqual([])
})

test('a script past the bootstrap, one without its file, and one in a shell are seen', () => {
  const start = 'node scripts/bootstrap/main.mjs --needs images --'
  const scripts = { a: 'node a.ts', b: `exec ${start} b.ts`, c: `${start} scripts/rules/rule.ts` }
  expect(scriptsStartByBootstrap([manifest(scripts), ...files])).toHaveLength(3)
})

test('the bootstrap imports nothing that must be installed first', () => {
  expect(bootstrapHasNoDependencies(files)).toEqual([])
})

test('a package imported by the bootstrap is seen', () => {
  const text = `import { z } from 'zod'
import x from './a.mjs'
import {
  y
} from '../check/checks.ts'
import z from 'node:fs'
const w = await import('zod')`
  expect(bootstrapHasNoDependencies([{ path: 'scripts/bootstrap/a.mjs', text }])).toHaveLength(3)
})

test('the README shows how to measure and how to test', () => {
  expect(readmeNamesTheCommands(files)).toEqual([])
})

test('a README without the commands is seen', () => {
  expect(readmeNamesTheCommands([{ path: 'README.md', text: 'npm install' }])).toHaveLength(2)
})
