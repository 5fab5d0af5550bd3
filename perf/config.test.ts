import { describe, expect, it } from 'vitest'
import { flagsFrom, portFrom, runConfig, terminalFrom } from './config.ts'
import { parseCommandLine } from './flags.ts'

const config = (...argv: string[]) => runConfig(parseCommandLine(argv).flags, {})

describe('the command line', () => {
  it('without flags measures the working tree quickly, on services that are found', () => {
    const { base, head, profile, scenarioGlob, services, durability } = config()
    expect({ base, head, scenarioGlob, services, durability }).toEqual({
      base: undefined,
      head: undefined,
      scenarioGlob: '{payments,reconciliation,control}',
      services: 'auto',
      durability: 'process-crash',
    })
    expect(profile).toEqual({ name: 'quick', looks: [8] })
  })

  it('turns every documented knob', () => {
    const turned = config(
      ...'--profile pr --base v1 --head v2 --scenario pay* --seed 7 --out /tmp/x'.split(' '),
      ...'--durability durable --lane big-64cpu --services external'.split(' '),
      ...'--postgres-url postgres://h/d --redis-url redis://h'.split(' '),
      ...'--kafka-brokers a:1,b:2 --require-baselines --instructions'.split(' '),
    )
    expect(turned).toMatchObject({
      profile: { name: 'pr', looks: [8, 16, 24] },
      base: 'v1',
      head: 'v2',
      scenarioGlob: 'pay*',
      seed: 7,
      outFolder: '/tmp/x',
      durability: 'durable',
      lane: 'big-64cpu',
      requireBaselines: true,
      instructions: true,
      external: {
        postgresUrl: 'postgres://h/d',
        redisUrl: 'redis://h',
        kafkaBrokers: ['a:1', 'b:2'],
      },
    })
  })

  it.each([
    ['quick', '', false],
    ['quick', '--instructions', true],
    ['pr', '', true],
    ['thorough', '', true],
    ['pr', '--no-instructions', false],
  ])('of %s %s counts instructions: %s', (profile, flag, expected) => {
    const { instructions } = config('--profile', profile, ...(flag === '' ? [] : [flag]))
    expect(instructions).toBe(expected)
  })

  it('overrides the number of generations of the profile, and keeps its name', () => {
    const { profile } = config('--profile', 'pr', '--generations', '3')
    expect(profile).toEqual({ name: 'pr', looks: [3] })
  })

  it.each([
    [['--profil', 'pr'], /--profil/],
    [['--profile', 'huge'], /--profile is "huge", expected one of quick, pr, thorough/],
    [['--profile', 'quik'], /--profile is "quik" \(did you mean quick\?\), expected one of/],
    [['--seed', 'x'], /--seed is "x", expected a whole number from 0 to 9007199254740991/],
    [['--seed='], /--seed is "", expected a value/],
    [['--seed', '0x10'], /--seed is "0x10", expected a whole number from 0/],
    [['--seed=-1'], /--seed is "-1", expected a whole number from 0/],
    [['--generations', '0'], /--generations is "0", expected a whole number from 1 to 100$/],
    [['--generations', '101'], /--generations is "101", expected a whole number from 1 to 100$/],
    [['--generations', 'many'], /--generations is "many", expected a whole number from 1 to 100$/],
    [['--instructions', '--no-instructions'], /both given, expected one of them/],
    [['--lane', 'Big'], /--lane is "Big", expected a name like local-2cpu/],
    [['--services', 'dokcer'], /"dokcer" \(did you mean testcontainers\?\), expected/],
    [['--services', 'docker'], /expected one of auto, testcontainers, embedded, external/],
    [['--services', 'external'], /needs --postgres-url or POSTGRES_URL/],
  ])('refuses %j and says what it expected', (argv, message) => {
    expect(() => config(...argv)).toThrow(message)
  })
})

describe('the port to serve on', () => {
  const port = (...argv: string[]) => portFrom(parseCommandLine(['serve', ...argv]).flags)

  it('is 8080 unless one is named', () => {
    expect([port(), port('--port', '1'), port('--port', '65535')]).toEqual([8080, 1, 65_535])
  })

  it.each(['0', 'abc', '65536', '80.5'])('is refused with its range when it is %s', (given) => {
    const said = `--port is "${given}", expected a whole number from 1 to 65535`
    expect(() => port('--port', given)).toThrow(said)
  })
})

describe('a run without a command line', () => {
  it('takes its flags from one variable', () => {
    expect(flagsFrom({ PLUMBLINE_FLAGS: ' --generations 2  --seed 7' })).toMatchObject({
      generations: '2',
      seed: '7',
    })
    expect(Object.keys(flagsFrom({}))).toEqual([])
  })
})

describe('the terminal', () => {
  it('gets colour only where a person watches and nobody asked for none', () => {
    expect(terminalFrom({}, true).color).toBe(true)
    expect(terminalFrom({}, false).color).toBe(false)
    expect(terminalFrom({ NO_COLOR: '1' }, true).color).toBe(false)
  })

  it('gets a log in CI, even where a runner pretends to be a terminal', () => {
    expect(terminalFrom({ CI: 'true' }, true).live).toBe(false)
    expect(terminalFrom({}, true).live).toBe(true)
  })

  it('gets ASCII in a locale that is not UTF-8', () => {
    expect(terminalFrom({ LANG: 'C' }, true).unicode).toBe(false)
    expect(terminalFrom({ LANG: 'en_GB.UTF-8' }, true).unicode).toBe(true)
  })
})
