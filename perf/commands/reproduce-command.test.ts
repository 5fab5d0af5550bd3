import { expect, test } from 'vitest'
import { runConfig } from '../config.ts'
import { parseCommandLine } from '../flags.ts'
import { reproduceCommand } from './reproduce-command.ts'

const revision = (letter: string, dirty = false) => ({
  ref: 'HEAD',
  commit: letter.repeat(40),
  dirty,
  tree: letter.repeat(40),
})

function reproduced(flags: string, dirty = false): string {
  const words = flags.split(' ').filter((word) => word !== '')
  const config = runConfig(parseCommandLine([...words, '--seed', '7']).flags, {})
  return reproduceCommand(config, { base: revision('a'), head: revision('b', dirty) })
}

test('names commits and the seed, and leaves out what is the default', () => {
  expect(reproduced('')).toBe(
    'npm run perf -- --profile quick --base aaaaaaaaaaaa --head bbbbbbbbbbbb --seed 7',
  )
})

test('a working tree has no commit to name', () => {
  expect(reproduced('', true)).not.toContain('--head')
})

test('repeats every choice that changes what is measured or judged', () => {
  expect(
    reproduced(
      '--scenario pay* --generations 3 --services embedded --durability memory --lane big-64cpu --require-baselines --instructions',
    ),
  ).toContain(
    " --scenario 'pay*' --generations 3 --services embedded --durability memory --lane big-64cpu --require-baselines --instructions ",
  )
})

test('counting instructions is named where the profile would do otherwise', () => {
  expect(reproduced('--profile pr')).not.toContain('instructions')
  expect(reproduced('--profile pr --no-instructions')).toContain(' --no-instructions ')
})

test('addresses of services, which may hold a password, are left to the environment', () => {
  const command = reproduced(
    '--services external --postgres-url postgres://u:secret@h/d --redis-url redis://h --kafka-brokers a:1',
  )
  expect(command).toContain('--services external')
  expect(command).not.toContain('secret')
})
