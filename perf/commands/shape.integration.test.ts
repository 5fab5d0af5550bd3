import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Compile } from 'typebox/schema'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { ShapeResult } from '../shapes/document.ts'
import { growthDoubts } from '../shapes/judging/leak.ts'
import { externalFlags, runCommand } from '../testing/command-line.ts'
import { type FixtureRepository, fixtureRepository } from '../testing/fixture-repository.ts'
import { leftoversOf, nothingLeft } from '../testing/leftovers.ts'
import { type StateFolder, stateFolder } from '../testing/state-folder.ts'

let repository: FixtureRepository
let state: StateFolder

beforeAll(() => {
  repository = fixtureRepository()
  state = stateFolder()
})

afterAll(() => {
  repository[Symbol.dispose]()
  state[Symbol.dispose]()
})

/** A shape of seconds at a low rate on the test run's own services. */
async function shapeRun(name: string, ...flags: readonly string[]) {
  const out = join(state.cache, `out-${name}`)
  const services = externalFlags(inject('services'))
  const ended = await runCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    args: [name, ...services, '--seed', '7', '--out', out, ...flags],
  })
  const files = readdirSync(out)
  const result = JSON.parse(readFileSync(join(out, `${name}.json`), 'utf8')) as ShapeResult
  return { ...ended, files, result, out }
}

it('a smoke run says that it works, in every document, and leaves nothing behind', async () => {
  const { exitCode, stdout, files, result, out } = await shapeRun(
    'smoke',
    ...'--rate 30 --duration 4s'.split(' '),
  )
  // On a machine that others keep busy the generator may be late, and then says so.
  const isLate = result.load.generator.saturated !== null
  expect([exitCode, result.outcome]).toEqual(isLate ? [2, 'invalid'] : [0, 'passed'])
  expect(Compile(ShapeResult).Errors(result)).toEqual([true, []])
  expect(result.load.whole).toMatchObject({ offered: 114, completed: 114, errors: 0 })
  // Of 114 payments one in twenty repeats an earlier one, of which nobody is told again.
  expect(result.load.events?.payments).toBeGreaterThan(90)
  expect(result.load.events?.p50).toBeGreaterThan(0)
  expect(result.invariants.length).toBeGreaterThan(20)
  expect(result.invariants.filter(({ violations }) => violations > 0)).toEqual([])
  expect(files.filter((file) => !file.startsWith('stress_test_report_'))).toEqual([
    'smoke.json',
    'smoke.md',
  ])
  const [report = ''] = files.filter((file) => /^stress_test_report_\d{8}_\d{6}\.json$/.test(file))
  expect(JSON.parse(readFileSync(join(out, report), 'utf8'))).toMatchObject({
    test_config: {
      target_tps: 30,
      duration_seconds: 4,
      banks: ['ENBXAEADXXX', 'LUMIILITXXX', 'HABBPKKKXXX', 'SBININBBXXX'],
    },
    results: { total_payments: 114, successful: 114, failed: 0, success_rate_pct: 100 },
  })
  expect(stdout).toMatch(/T\+\ds · \d+\/s \(target 30\)/)
  expect(stdout).toMatch(/plumbline: smoke of payments (?:passed|is INVALID)/)
  expect(await leftoversOf(state, repository)).toEqual(nothingLeft)
})

it('users load as many connections as they are, and say what they amount to', async () => {
  const { result } = await shapeRun('load', ...'--users 40 --think 400ms --duration 4s'.split(' '))
  expect(result.load.whole.completed).toBe(result.load.whole.offered)
  expect(result.mixes.map(({ fits }) => fits)).toEqual([true, true])
  expect(result.connections).toBe(40)
  expect(result.level).toMatchObject({ kind: 'users', users: 40, thinkMs: 400 })
  const { journeysPerSecond } = result.level
  expect(journeysPerSecond).toBeGreaterThan(30)
  expect((journeysPerSecond ?? 0) / result.load.steady.completedPerSecond).toBeCloseTo(1, 0)
})

it('a ladder of rates ends, with how full everything was at each', async () => {
  const { exitCode, result, stdout } = await shapeRun(
    'breakpoint',
    ...'--rate 5000 --duration 1s'.split(' '),
  )
  const codes = { passed: 0, failed: 1, regressed: 1, invalid: 2 }
  expect(exitCode).toBe(codes[result.outcome])
  expect(Compile(ShapeResult).Errors(result)).toEqual([true, []])
  expect(result.ladder?.steps.length).toBeGreaterThan(1)
  const pressed = result.ladder?.steps[0]?.pressure ?? {}
  expect(Object.keys(pressed)).toEqual(
    expect.arrayContaining(['machine CPU', 'event loop', 'generator', 'WAL flush', 'row locks']),
  )
  expect(stdout).toMatch(/bottleneck: |not even the first rate was kept/)
})

it.each(['stress', 'spike'])(
  '%s says what became of its overload, and that a small one is borne',
  async (name) => {
    const { exitCode, result, stdout } = await shapeRun(
      name,
      ...'--rate 60 --duration 8s'.split(' '),
    )
    expect(Compile(ShapeResult).Errors(result)).toEqual([true, []])
    expect(result.load.parts.map(({ role }) => role)).toContain('overload')
    expect(result.recovery?.overload).toMatchObject({ shedShare: 0, errorShare: 0 })
    expect(result.invariants.filter(({ violations }) => violations > 0)).toEqual([])
    // On a machine that others keep busy its answers may be late enough for an overload.
    const isLate = (result.recovery?.overload.latencyMsP99 ?? 0) >= 150
    if (isLate) return
    expect([exitCode, result.outcome]).toEqual([2, 'invalid'])
    expect(stdout).toContain('nothing was shed: the peak is not more than the system bears')
  },
)

it('a soak finds a leak of 1 kB per payment, names it and says when the heap is full', async () => {
  const settle = 'const answer = await service.pay(request.tenant, key, request.body)'
  repository.replace(
    'system/modules/payments/routes.ts',
    settle,
    `;((globalThis as { kept?: unknown[] }).kept ??= []).push(new Array(125).fill(0))\n      ${settle}`,
  )
  try {
    const { exitCode, result, stdout } = await shapeRun(
      'soak',
      ...'--rate 150 --duration 40s'.split(' '),
    )
    const heap = result.growth?.find(({ name }) => name.startsWith('heap'))
    expect(heap).toMatchObject({ verdict: 'leak' })
    // Everything that may fail a soak is read in one.
    expect(growthDoubts(result.growth ?? [])).toEqual([])
    // 150 a second of a thousand bytes each, and what the list itself takes.
    const leaked = 150 * 1_000 * 3_600
    expect((heap?.perHour ?? 0) / leaked).toBeGreaterThan(0.7)
    expect((heap?.perHour ?? 0) / leaked).toBeLessThan(2)
    expect(heap?.hoursToExhaustion).toBeGreaterThan(1)
    expect(exitCode).toBe(1)
    expect(result.held?.[0]?.name).toMatch(/system\/modules\/payments\/routes\.ts/)
    expect(stdout).toMatch(/heap, after a collection leaks: .* per hour/)
  } finally {
    repository.git('checkout', '--', 'system')
  }
})

it('the verification list is printed line by line with what was seen', async () => {
  const { stdout } = await runCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    args: [
      'verify',
      ...externalFlags(inject('services')),
      ...'--rate 60 --duration 30s --out'.split(' '),
      join(state.cache, 'out-verify'),
    ],
  })
  const lines = stdout.split('\n').filter((line) => /^(PASS|FAIL)  R3\.3\d  /.test(line))
  // How fast a busy machine is, is not what is tested here.
  const failed = lines.filter(
    (line) => line.startsWith('FAIL') && !/p99|per second|load generator/.test(line),
  )
  expect([lines.length, failed]).toEqual([27, []])
  expect(stdout).toMatch(/plumbline: verification: /)
})

it('what cannot be run is refused before anything is started', async () => {
  const refused = await runCommand({
    repository: repository.folder,
    cacheFolder: state.cache,
    args: ['load', '--scenario', 'reconciliation'],
  })
  expect([refused.exitCode, refused.stdout]).toEqual([2, ''])
  expect(refused.stderr).toContain('is a batch, expected a scenario with a journey to load with')
})
