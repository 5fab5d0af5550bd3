import { describe, expect, test } from 'vitest'
import { needsServiceBinaries, parseArguments } from './arguments.mjs'

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
      expect(() => parseArguments(line)).toThrow(/expected \[--needs services\|images\] -- ENTRY/)
    },
  )
})

describe('service binaries are looked for', () => {
  test.each([
    ['by a run without an engine', 'perf/cli.ts', [], false, true],
    ['not by a run with an engine', 'perf/cli.ts', [], true, false],
    ['when embedded is chosen', 'perf/cli.ts', ['--services', 'embedded'], true, true],
    ['when embedded is chosen with =', 'perf/cli.ts', ['--services=embedded'], true, true],
    ['not when they are given by URL', 'perf/cli.ts', ['--services', 'external'], false, false],
    ['not when containers are chosen', 'perf/cli.ts', ['--services=testcontainers'], false, false],
    ['not to print help', 'perf/cli.ts', ['run', '--help'], false, false],
    ['not by a command without services', 'perf/cli.ts', ['baseline', 'show'], false, false],
    ['by the tests, whatever answers', 'scripts/test.ts', [], true, true],
  ])('%s', (_, entry, args, engineAnswers, expected) => {
    expect(needsServiceBinaries(entry, args, engineAnswers)).toBe(expected)
  })
})
