import { expect, test } from 'vitest'
import { parseFlags } from './parse-flags.ts'

const owner = { command: 'npm run bench', help: 'npm run bench -- --help' }
const options = {
  row: { type: 'string' },
  result: { type: 'string', multiple: true },
  quick: { type: 'boolean' },
} as const

test('an option of which there may be several is taken several times', () => {
  const { values } = parseFlags(['--result', 'a', '--result=b', '--quick'], options, owner)
  expect({ ...values }).toEqual({ result: ['a', 'b'], quick: true })
})

test('an option of which there is one is refused the second time, even with the same value', () => {
  expect(() => parseFlags(['--row', 'a', '--row', 'a'], options, owner)).toThrow(
    '--row is given twice, "a" and "a", expected once',
  )
})
