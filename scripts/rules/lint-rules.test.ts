import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './repository.ts'

/**
 * .oxlintrc.json is only as good as its globs: an override that a later one replaces, or whose
 * pattern matches nothing, is silent. So each rule is shown a mistake, in a tree of its own.
 */
const use = (path: string): string => `import { x } from '${path}'\nexport const y = x\n`

/** File, its text, and the rule that must see it. */
const mistakes: readonly (readonly [string, string, string])[] = [
  ['perf/load/to-system.ts', use('../../system/app.ts'), 'no-restricted-imports'],
  ['perf/cli.ts', use('./load/engine.ts'), 'no-restricted-imports'],
  [
    'system/dashboard/page/to-server.ts',
    use('../../platform/http/server.ts'),
    'no-restricted-imports',
  ],
  ['system/dashboard/model/file.ts', use('node:fs'), 'no-restricted-imports'],
  ['perf/commands/to-cli.ts', use('../cli.ts'), 'no-restricted-imports'],
  ['perf/measuring/engine.ts', use('autocannon'), 'no-restricted-imports'],
  ['perf/measuring/to-commands.ts', use('../commands/check.ts'), 'no-restricted-imports'],
  ['perf/session/to-github.ts', use('../github/comment.ts'), 'no-restricted-imports'],
  ['perf/scenarios/to-system.perf.ts', use('../../system/app.ts'), 'no-restricted-imports'],
  ['perf/target/to-verdict.ts', use('../verdict/judge.ts'), 'no-restricted-imports'],
  [
    'perf/inspector/to-measuring.ts',
    use('../measuring/generation/pair.ts'),
    'no-restricted-imports',
  ],
  ['perf/probes/to-scenarios.ts', use('../scenarios/scenario.ts'), 'no-restricted-imports'],
  ['perf/baseline/to-report.ts', use('../report/markdown.ts'), 'no-restricted-imports'],
  [
    'perf/lifecycle/to-measuring.ts',
    use('../measuring/generation/pair.ts'),
    'no-restricted-imports',
  ],
  ['perf/doctor/to-commands.ts', use('../commands/check.ts'), 'no-restricted-imports'],
  ['perf/target/containers.ts', use('testcontainers'), 'no-restricted-imports'],
  ['perf/load/containers.ts', use('@testcontainers/redis'), 'no-restricted-imports'],
  ['perf/environment/engine.ts', use('autocannon'), 'no-restricted-imports'],
  ['perf/environment/to-target.ts', use('../commands/check.ts'), 'no-restricted-imports'],
  ['perf/report/octokit.ts', use('@actions/github'), 'no-restricted-imports'],
  ['perf/github/to-load.ts', use('../load/engine.ts'), 'no-restricted-imports'],
  ['perf/result/to-verdict.ts', use('../verdict/judge.ts'), 'no-restricted-imports'],
  ['perf/stats/clock.ts', use('node:perf_hooks'), 'no-restricted-imports'],
  ['perf/stats/to-verdict.ts', use('../verdict/judge.ts'), 'no-restricted-imports'],
  ['perf/execution/file.ts', use('node:fs'), 'no-restricted-imports'],
  ['perf/execution/to-inspector.ts', use('../inspector/inspector.ts'), 'no-restricted-imports'],
  ['perf/code-places/file.ts', use('node:fs'), 'no-restricted-imports'],
  ['perf/code-places/to-explain.ts', use('../measuring/pair.ts'), 'no-restricted-imports'],
  ['perf/verdict/file.ts', use('node:fs'), 'no-restricted-imports'],
  ['perf/verdict/to-baseline.ts', use('../measuring/generation/pair.ts'), 'no-restricted-imports'],
  ['perf/explain/file.ts', use('node:fs'), 'no-restricted-imports'],
  ['perf/explain/to-measuring.ts', use('../measuring/generation/pair.ts'), 'no-restricted-imports'],
  ['perf/replay/file.ts', use('node:fs'), 'no-restricted-imports'],
  ['perf/replay/to-session.ts', use('../session/session.ts'), 'no-restricted-imports'],
  ['perf/report/html/file.ts', use('node:fs/promises'), 'no-restricted-imports'],
  ['perf/report/html/to-load.ts', use('../../load/engine.ts'), 'no-restricted-imports'],
  ['perf/oracles/to-shapes.ts', use('../shapes/rig.ts'), 'no-restricted-imports'],
  ['perf/oracles/to-commands.ts', use('../commands/verify.ts'), 'no-restricted-imports'],
  ['perf/shapes/to-commands.ts', use('../commands/shape.ts'), 'no-restricted-imports'],
  ['perf/shapes/observing/engine.ts', use('autocannon'), 'no-restricted-imports'],
  ['perf/shapes/judging/file.ts', use('node:fs'), 'no-restricted-imports'],
  ['perf/shapes/judging/to-rig.ts', use('../rig.ts'), 'no-restricted-imports'],
  ['perf/shapes/figures/to-target.ts', use('../../target/client.ts'), 'no-restricted-imports'],
  ['perf/shapes/report/to-commands.ts', use('../../commands/shape.ts'), 'no-restricted-imports'],
  ['perf/shapes/report/a.test.ts', use('../../commands/shape.ts'), 'no-restricted-imports'],
  ['perf/stats/a.test.ts', use('../../system/app.ts'), 'no-restricted-imports'],
  ['system/main.ts', use('../perf/cli.ts'), 'no-restricted-imports'],
  ['system/config.ts', use('./modules/payments/routes.ts'), 'no-restricted-imports'],
  ['system/app.ts', use('../perf/cli.ts'), 'no-restricted-imports'],
  ['system/modules/payments/a.test.ts', use('../../../perf/cli.ts'), 'no-restricted-imports'],
  ['system/modules/payments/to-module.ts', use('../ledger/store.ts'), 'no-restricted-imports'],
  ['system/modules/payments/to-app.ts', use('../../app.ts'), 'no-restricted-imports'],
  ['system/modules/payments/to-perf.ts', use('../../../perf/cli.ts'), 'no-restricted-imports'],
  ['system/platform/to-module.ts', use('../modules/payments/store.ts'), 'no-restricted-imports'],
  ['system/platform/http/to-events.ts', use('../../events/x.ts'), 'no-restricted-imports'],
  ['system/platform/http/to-app.ts', use('../../app.ts'), 'no-restricted-imports'],
  ['system/events/to-platform.ts', use('../platform/errors.ts'), 'no-restricted-imports'],
  ['system/events/file.ts', use('node:fs'), 'no-restricted-imports'],
  ['perf/load/dynamic.ts', "await import('../../system/app.ts')\n", 'no-restricted-imports'],
  ['perf/load/environment.ts', 'export const port = process.env\n', 'no-process-env'],
  ['perf/load/print.ts', "console.log('x')\n", 'no-console'],
  ['system/long.ts', `export const a = 1\n${'\n'.repeat(251)}`, 'max-lines'],
  ['system/function.ts', `export function f() {${'\n'.repeat(71)}}\n`, 'max-lines-per-function'],
  ['system/cycle-a.ts', "import './cycle-b.ts'\nexport const a = 1\n", 'no-cycle'],
  ['system/focused.test.ts', "test.only('a', () => expect(1).toBe(1))\n", 'no-focused-tests'],
  ['system/disabled.test.ts', "test.skip('a', () => expect(1).toBe(1))\n", 'no-disabled-tests'],
  ['system/empty.test.ts', "test('a', () => {})\n", 'expect-expect'],
  [
    'system/floating.ts',
    'export function f(): void {\n  Promise.resolve(1)\n}\n',
    'no-floating-promises',
  ],
  [
    'system/switch.ts',
    "export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      return\n  }\n}\n",
    'switch-exhaustiveness-check',
  ],
]

/** What the rules must not forbid, or people would switch them off. */
const allowed: readonly (readonly [string, string])[] = [
  ['perf/load/uses-engine.ts', use('autocannon')],
  ['perf/environment/starts.ts', use('@testcontainers/redis')],
  ['perf/github/comments.ts', use('@actions/github')],
  ['perf/report/golden.ts', use('node:fs')],
  ['perf/verdict/uses-stats.ts', use('../stats/student.ts')],
  ['perf/commands/combines.ts', use('../load/engine.ts')],
  ['perf/shapes/uses-oracles.ts', use('../oracles/run-oracles.ts')],
  ['perf/shapes/judging/uses-stats.ts', use('../../stats/student.ts')],
  ['perf/shapes/judging/reads.test.ts', use('node:fs')],
  ['perf/config.ts', 'export const port = process.env\n'],
  ['system/app-parts.test.ts', use('./modules/payments/routes.ts')],
  ['system/modules/payments/uses-platform.ts', use('../../platform/errors.ts')],
  ['system/modules/payments/uses-own.ts', use('./store.ts')],
]

interface Diagnostic {
  /** An unused ignore has none. */
  readonly code?: string
  readonly filename: string
  readonly help?: string
}

let diagnostics: readonly Diagnostic[] = []
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-rules-'))
  for (const file of ['.oxlintrc.json', 'tsconfig.json'])
    cpSync(join(root, file), join(folder, file))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  write('system/directive.ts', '// oxlint-disable-next-line no-console\nexport const a = 1\n')
  write('system/cycle-b.ts', "import './cycle-a.ts'\nexport const b = 1\n")
  for (const [path, text] of [...mistakes, ...allowed]) write(path, text)
  const oxlint = join(root, 'node_modules', '.bin', 'oxlint')
  const { stdout } = spawnSync(oxlint, ['-f', 'json'], { cwd: folder, encoding: 'utf8' })
  diagnostics = (JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }).diagnostics
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const seenIn = (path: string): readonly Diagnostic[] =>
  diagnostics.filter(({ filename }) => filename === path)

describe('the lint rules see a mistake', () => {
  test.each(mistakes)('%s', (path, _, rule) => {
    const codes = seenIn(path).map(({ code }) => code)
    expect(codes).toContainEqual(expect.stringContaining(`(${rule})`))
  })
})

describe('the lint rules let pass', () => {
  test.each(allowed)('%s', (path) => {
    expect(seenIn(path)).toEqual([])
  })
})

test('a forbidden import says what to use instead', () => {
  const forbidden = diagnostics.filter(({ code }) => code?.includes('no-restricted-imports'))
  expect(forbidden.length).toBeGreaterThan(0)
  for (const { help } of forbidden) expect(help).toMatch(/[:,] \w/)
})

test('an ignore that hides nothing is seen', () => {
  expect(seenIn('system/directive.ts')).toHaveLength(1)
})
