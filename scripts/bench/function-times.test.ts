import { expect, test } from 'vitest'
import { functionTimes } from './function-times.ts'

const frame = (functionName: string, file = '') => ({
  functionName,
  url: file === '' ? '' : `file:///arm/${file}`,
  lineNumber: 9,
  columnNumber: 0,
  scriptId: '1',
})

const node = (
  id: number,
  callFrame: ReturnType<typeof frame>,
  children: readonly number[] = [],
) => ({
  id,
  callFrame,
  children: [...children],
})

const profile = {
  nodes: [
    node(1, frame('(root)'), [2, 5, 6]),
    node(2, frame('settle', 'system/a.ts'), [3]),
    node(3, frame('decide', 'system/b.ts'), [4]),
    node(4, frame('decide', 'system/b.ts')),
    node(5, frame('(idle)')),
    node(6, frame('', 'system/a.ts')),
  ],
  samples: [2, 3, 4, 4, 5, 6],
  timeDeltas: [10, 20, 30, 40, 1_000, 5],
  startTime: 0,
  endTime: 1,
}

test('time is a function’s own and, once, that of all it called; waiting is nobody’s', () => {
  expect(functionTimes(profile, '/arm')).toEqual([
    { where: 'decide system/b.ts:10', selfUs: 90, totalUs: 90 },
    { where: 'settle system/a.ts:10', selfUs: 10, totalUs: 100 },
    { where: '(anonymous) system/a.ts:10', selfUs: 5, totalUs: 5 },
  ])
})
