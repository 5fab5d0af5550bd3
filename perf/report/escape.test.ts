import { expect, test } from 'vitest'
import {
  htmlText,
  longestText,
  markdownBlock,
  markdownCode,
  markdownFence,
  markdownText,
  plainLines,
  plainText,
  shortCommit,
} from './escape.ts'
import { hostileText } from './fixture-hostile.ts'

test('newlines, tabs and other white space become one space', () => {
  expect(plainText(' a\r\n\tb\u2028c ')).toBe('a b c')
})

test('control characters, escape sequences and text reordering are removed', () => {
  expect(plainText('a\u001b[31mb\u0000\u202Ec\u200Bd\uFEFF')).toBe('a[31mbcd')
})

test('a lone surrogate is removed', () => {
  expect(plainText('a\uD800b')).toBe('ab')
})

test('over-long text is cut with an ellipsis and never inside a character', () => {
  const cut = plainText('💶'.repeat(500))
  expect(Array.from(cut)).toHaveLength(longestText)
  expect(cut.endsWith('💶…')).toBe(true)
})

test.each([
  ['|', '&#124;'],
  ['`', '&#96;'],
  ['<b>', '&#60;b&#62;'],
  ['<!-- x -->', '&#60;!-- x --&#62;'],
  ['&amp;', '&#38;amp;'],
  ['@octocat', '@&#8203;octocat'],
  ['#12', '#&#8203;12'],
  ['GH-12', 'GH&#8203;-12'],
  ['https://a.b', 'https:&#8203;//a.b'],
  ['www.a.b', 'www&#8203;.a.b'],
  ['[a](b)', '&#91;a&#93;(b)'],
  ['![a](b)', '!&#91;a&#93;(b)'],
  ['*a* _b_ ~c~ $d$', '&#42;a&#42; &#95;b&#95; &#126;c&#126; &#36;d&#36;'],
  ['a\\|b', 'a&#92;&#124;b'],
  ['a\nb', 'a b'],
])('in markdown text %j becomes %j', (text, escaped) => {
  expect(markdownText(text)).toBe(escaped)
})

test('hostile markdown text keeps no character that forms structure', () => {
  expect(markdownText(hostileText, 4000)).not.toMatch(
    /[<>|`*_[\]\\\n\r]|@\w|:\/\/|www\.|&(?!#\d+;)/,
  )
})

test.each([
  ['SELECT 1', '`SELECT 1`'],
  ['a | b', '`a \\| b`'],
  ['a `b` c', '``a `b` c``'],
  ['`b', '`` `b ``'],
  ['', '–'],
  ['a\nb', '`a b`'],
  ['a \\| b', '<code>a &#92;&#124; b</code>'],
  ['ends in \\', '<code>ends in &#92;</code>'],
  ['<b>@octocat</b>', '`<b>@octocat</b>`'],
])('as a code span %j becomes %j', (text, escaped) => {
  expect(markdownCode(text)).toBe(escaped)
})

test('no text closes the fence of a block', () => {
  expect(markdownBlock('a\n```\n````b', 'sh')).toBe('`````sh\na ``` ````b\n`````')
})

test('hostile HTML text keeps no character that forms markup', () => {
  const text = htmlText(hostileText, 4000)
  expect(text).not.toMatch(/[<>"'`]|&(?!#\d+;)/)
})

test('a commit is eight hex digits, anything else is cut short', () => {
  expect(shortCommit('9c41e7f02ad85b3c6e1f07d2a4b8c93e5d6f1a20')).toBe('9c41e7f0')
  expect(shortCommit('<script>alert(1)</script>')).toBe('<script>ale…')
})

test('the lines of a block keep their indentation, and lose what is not printable', () => {
  const size = { lines: 3, columns: 20 }
  expect(plainLines('a\n  \u001b[31mb\u0007\r\n\t-> c', size)).toEqual(['a', '  [31mb', '  -> c'])
  expect(plainLines('1\n2\n3\n4\n5', size)).toEqual(['1', '2', '3', '… 2 more'])
  expect(plainLines('x'.repeat(90), size)[0]).toHaveLength(20)
})

test('the fence of a block is longer than any run of backticks in it', () => {
  expect(markdownFence(['a', '````', 'b'], 'sql')).toBe('`````sql\na\n````\nb\n`````')
})
