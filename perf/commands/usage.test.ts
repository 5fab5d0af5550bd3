import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repositoryFolder } from '../config.ts'
import { commandNames, flagNames, type Flags, takesFlag } from '../flags.ts'
import { shapes } from '../shapes/shapes.ts'
import { commandOf, usageOf } from './usage.ts'

const usage = readFileSync(join(repositoryFolder, 'perf', 'usage.txt'), 'utf8')
const flagsIn = (text: string) =>
  [...text.matchAll(/^ {2}(--.*)/gm)].flatMap(([, line = '']) =>
    [...line.matchAll(/(?:^|[ ,])--([a-z-]+)/g)].map(([, name = '']) => name),
  )

describe('the help of one command', () => {
  test.each(commandNames)(
    '%s says what it does and all of its flags, each once, and no others',
    (command) => {
      const taken = flagNames.filter((flag) => takesFlag(command, flag as keyof Flags))
      const text = usageOf(usage, command)
      expect(flagsIn(text).toSorted()).toEqual(taken.toSorted())
      expect(text.split('\n')[2]).toMatch(new RegExp(`^ {2}.*\\b${command}\\b`))
      expect(text).toContain('\n\nExit codes: ')
    },
  )

  test('has of a flag that several commands know its own', () => {
    expect(usageOf(usage, 'check')).toContain('--scenario GLOB       default: {payments,')
    expect(usageOf(usage, 'load')).toContain('--scenario NAME       default: payments')
    expect(usageOf(usage, 'groups')).toContain('--scenario GLOB       the groups with some')
  })

  test('of a command with several words has all of them', () => {
    const text = usageOf(usage, 'baseline')
    for (const action of ['update', 'show', 'verify', 'propose']) {
      expect(text).toContain(`\n  baseline ${action} `)
    }
    expect(usageOf(usage, 'baseline show')).not.toContain('propose')
  })
})

test.each<readonly [readonly string[], string | undefined]>([
  [['load'], 'load'],
  [['baseline', 'show'], 'baseline show'],
  [['baseline', 'shw'], 'baseline'],
  [['lod'], undefined],
  [[''], undefined],
  [[], undefined],
])('the words %j name the command %s', (words, command) => {
  expect(commandOf(words)).toBe(command)
})

test('the defaults that the help tells of a shape are its own', () => {
  const text = usageOf(usage, 'load')
  for (const { name, journeysPerSecond, durationMs } of Object.values(shapes)) {
    expect(text).toMatch(new RegExp(`--rate [^-]* ${name} ${journeysPerSecond}\\b`))
    const length = durationMs % 60_000 === 0 ? `${durationMs / 60_000}m` : `${durationMs / 1_000}s`
    expect(text).toMatch(new RegExp(`--duration [^-]* ${name} ${length}\\b`))
  }
})
