import { expect, test } from 'vitest'
import { target } from '../target/contract.ts'
import { switchesIn } from './node-under-callgrind.ts'

test.each([target.entry, `/arms/base/${target.entry}`])(
  'the switches of a system that runs %s are what stands before it',
  (program) => {
    const words = ['/arms/base/node', '--max-semi-space-size=32', '--no-opt', program, 'serve', '']
    expect(switchesIn(words)).toEqual(['--max-semi-space-size=32', '--no-opt'])
  },
)

test('a process that is no such system is refused, its command line told', () => {
  expect(() => switchesIn(['node', 'other.ts', ''])).toThrow(
    `the system runs as "node other.ts", expected ${target.entry} among its words`,
  )
})
