import { expect, test } from 'vitest'
import { faultTable } from './fault-table.ts'

test('the table has a line for each fault and their sum, with median and longest times', () => {
  const row = { times: 3, acknowledged: 100, lost: 0, doubled: 1 }
  expect(
    faultTable([
      { ...row, fault: 'redis', payingMs: [1, 2.4, 9], wholeMs: [5, 4, 6] },
      { ...row, fault: 'kafka', payingMs: [3], wholeMs: [] },
    ]).split('\n'),
  ).toEqual([
    '| fault | kills | acknowledged | lost | doubled | paying again ms | whole again ms |',
    '| :---- | ----: | -----------: | ---: | ------: | --------------: | -------------: |',
    '| redis |     3 |          100 |    0 |       1 |           2 / 9 |          5 / 6 |',
    '| kafka |     3 |          100 |    0 |       1 |           3 / 3 |                |',
    '| all   |     6 |          200 |    0 |       2 |           3 / 9 |          5 / 6 |',
  ])
})
