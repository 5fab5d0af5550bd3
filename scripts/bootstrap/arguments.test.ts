import { describe, expect, test } from 'vitest'
import { commandNames, takesFlag } from '../../perf/flags.ts'
import { parseArguments, wantOfServiceBinaries, wantsValgrind } from './arguments.mjs'

describe('the command line of the bootstrap', () => {
  test('what follows -- is the command, untouched', () => {
    const line = ['--needs', 'services', '--', 'perf/cli.ts', '--needs', 'x', '--', 'y']
    expect(parseArguments(line)).toEqual({
      needs: ['services'],
      entry: 'perf/cli.ts',
      args: ['--needs', 'x', '--', 'y'],
    })
  })

  test('needs may be none or several', () => {
    expect(parseArguments(['--', 'a.ts']).needs).toEqual([])
    expect(
      parseArguments(['--needs', 'services', '--needs', 'images', '--', 'a.ts']).needs,
    ).toEqual(['services', 'images'])
  })

  test.each([[[]], [['--needs', 'services']], [['--needs', 'gold', '--', 'a.ts']], [['x', '--']]])(
    '%j is refused',
    (line) => {
      expect(() => parseArguments(line)).toThrow(
        /expected \[--needs services\|images\|tests\] -- ENTRY/,
      )
    },
  )
})

describe('service binaries are', () => {
  test.each([
    ['required by a run without an engine', 'perf/cli.ts', [], false, 'required'],
    ['useful to a run with an engine', 'perf/cli.ts', [], true, 'useful'],
    ['required by embedded', 'perf/cli.ts', ['--services', 'embedded'], true, 'required'],
    ['required by embedded with =', 'perf/cli.ts', ['--services=embedded'], true, 'required'],
    ['not wanted with URLs', 'perf/cli.ts', ['--services', 'external'], false, 'no'],
    ['not wanted with containers', 'perf/cli.ts', ['--services=testcontainers'], false, 'no'],
    ['not wanted to print help', 'perf/cli.ts', ['check', '--help'], false, 'no'],
    ['not wanted without services', 'perf/cli.ts', ['baseline', 'show'], false, 'no'],
    ['not wanted by a word that is no command', 'perf/cli.ts', ['lod'], false, 'no'],
    ['not wanted to list groups', 'perf/cli.ts', ['groups', '--json'], false, 'no'],
    ['not wanted to join results', 'perf/cli.ts', ['join', '--from', 'x'], false, 'no'],
    ['required by the tests, whatever answers', 'scripts/test.ts', [], true, 'required'],
  ])('%s', (_, entry, args, engineAnswers, expected) => {
    expect(wantOfServiceBinaries(entry, args, engineAnswers)).toBe(expected)
  })
})

test.each(commandNames)('service binaries are wanted for %s if it takes --services', (command) => {
  const want = wantOfServiceBinaries('perf/cli.ts', command.split(' '), false)
  expect(want).toBe(takesFlag(command, 'services') ? 'required' : 'no')
})

describe('Valgrind is', () => {
  test('wanted by a run that is asked to count instructions, whatever its services are', () => {
    expect(wantsValgrind('perf/cli.ts', ['--instructions'])).toBe(true)
    expect(
      wantsValgrind('perf/cli.ts', ['check', '--services', 'external', '--instructions']),
    ).toBe(true)
  })

  test.each([
    '--profile pr',
    '--profile=thorough',
    'selftest --profile pr',
    '--profile=quick --profile pr',
  ])('wanted by a profile that counts unasked: %s', (line) => {
    const args = line.split(' ')
    expect(wantsValgrind('perf/cli.ts', args)).toBe(true)
    expect(wantsValgrind('perf/cli.ts', [...args, '--no-instructions'])).toBe(false)
  })

  test('not wanted by a quick run that is not asked to', () => {
    expect(wantsValgrind('perf/cli.ts', [])).toBe(false)
    expect(wantsValgrind('perf/cli.ts', ['--profile', 'quick'])).toBe(false)
    expect(wantsValgrind('perf/cli.ts', ['check', '--services', 'external'])).toBe(false)
  })

  test('wanted neither by commands that measure nothing nor by other entries', () => {
    expect(wantsValgrind('perf/cli.ts', ['doctor', '--instructions'])).toBe(false)
    expect(wantsValgrind('perf/cli.ts', ['--help', '--instructions'])).toBe(false)
    expect(wantsValgrind('system/main.ts', ['--instructions'])).toBe(false)
  })
})
