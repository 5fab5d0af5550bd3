import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellWord } from './shell-word.ts'

test.each(['payments', '--lane=big-64cpu', '/tmp/a.json', 'a,b', 'x:1%+'])(
  '%s is left as it is',
  (word) => {
    expect(shellWord(word)).toBe(word)
  },
)

test.each([
  ['pay*', "'pay*'"],
  ['{a,b*}', "'{a,b*}'"],
  ["a'b", String.raw`'a'\''b'`],
  ['', "''"],
])('%s is quoted: %s', (word, quoted) => {
  expect(shellWord(word)).toBe(quoted)
})

test('a shell gives every word back as it was', () => {
  const words = [
    'plain',
    '{a,b*}',
    '*',
    "it's",
    '$HOME `id` \\ "',
    '~',
    'a b',
    '',
    '!x',
    '#c',
    '&;|<>',
  ]
  const line = words.map(shellWord).join(' ')
  const said = execFileSync('sh', ['-c', String.raw`printf '%s\0' ${line}`], { encoding: 'utf8' })
  expect(said.split('\0').slice(0, -1)).toEqual(words)
})
