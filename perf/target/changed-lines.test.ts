import { expect, test } from 'vitest'
import { parseDiff } from './changed-lines.ts'

const header = (file: string) => [
  `diff --git a/${file} b/${file}`,
  'index 1..2 100644',
  `--- a/${file}`,
  `+++ b/${file}`,
]

test('a changed, an added and a removed stretch are lines of head', () => {
  const diff = [
    ...header('system/a.ts'),
    '@@ -3 +3,2 @@ class A {',
    '-old',
    '+new',
    '+newer',
    '@@ -9,0 +11 @@',
    '+added',
    '@@ -20,2 +22,0 @@',
    '-gone',
    '-gone too',
  ].join('\n')
  expect(parseDiff(diff)).toEqual([
    {
      file: 'system/a.ts',
      ranges: [
        { first: 3, last: 4 },
        { first: 11, last: 11 },
        { first: 22, last: 22 },
      ],
    },
  ])
})

test('text that looks like a header of a diff is text', () => {
  const diff = [
    ...header('system/a.ts'),
    '@@ -1 +1,2 @@',
    '--- a/system/b.ts',
    '+++ b/system/b.ts',
    '+@@ -1 +77 @@',
    ...header('system/with space.sql\t'),
    '@@ -0,0 +1 @@',
    '+select 1',
    '\\ No newline at end of file',
  ].join('\n')
  expect(parseDiff(diff)).toEqual([
    { file: 'system/a.ts', ranges: [{ first: 1, last: 2 }] },
    { file: 'system/with space.sql', ranges: [{ first: 1, last: 1 }] },
  ])
})

test('a deleted file and one that was only renamed have no lines in head', () => {
  const diff = [
    'diff --git a/system/old.ts b/system/new.ts',
    'similarity index 100%',
    'rename from system/old.ts',
    'rename to system/new.ts',
    'diff --git a/system/gone.ts b/system/gone.ts',
    'deleted file mode 100644',
    '--- a/system/gone.ts',
    '+++ /dev/null',
    '@@ -1,2 +0,0 @@',
    '-a',
    '-b',
  ].join('\n')
  expect(parseDiff(diff)).toEqual([])
  expect(parseDiff('')).toEqual([])
})
