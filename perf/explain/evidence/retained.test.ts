import { expect, test } from 'vitest'
import { type HeapNode, retainedMemory } from './retained.ts'
import { noSource } from './source.ts'
import { baseFolder, headFolder } from './testing.ts'

const node = (
  functionName: string,
  url: string,
  selfSize: number,
  children: readonly HeapNode[] = [],
): HeapNode => ({ callFrame: { functionName, url, lineNumber: 9 }, selfSize, children })

const heap = (folder: string, bytes: number) => {
  const split = node('split', '', bytes)
  const pay = node('pay', `file://${folder}/system/service.ts`, 100, [split])
  return { heap: { head: node('(root)', '', 0, [pay]) }, armFolder: folder, operations: 10 }
}

test('kept memory belongs to the project’s function that had it allocated', () => {
  const place = { function: 'pay', file: 'system/service.ts', line: 10 }
  expect(
    retainedMemory(
      { runs: [heap(baseFolder, 0)], source: noSource },
      { runs: [heap(headFolder, 900)], source: noSource },
    ),
  ).toEqual([{ place, base: 10, head: 100 }])
})

test('what only one arm keeps stands alone, and what nobody of the project made is left out', () => {
  const library = node('alloc', '/x/node_modules/pg/a.js', 5_000)
  const run = {
    heap: { head: node('(root)', '', 0, [library]) },
    armFolder: baseFolder,
    operations: 1,
  }
  const kept = retainedMemory(
    { runs: [run], source: noSource },
    { runs: [heap(headFolder, 0)], source: noSource },
  )
  expect(kept.map(({ base, head }) => [base, head])).toEqual([[null, 10]])
})
