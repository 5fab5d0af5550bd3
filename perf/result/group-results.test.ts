import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { groupResultName, newestOfGroups, parseGroupResultName } from './group-results.ts'

test('a name is read back, and one of another form is not ours', () => {
  const name = { group: 'interbank', attempt: 12 }
  expect(parseGroupResultName(groupResultName(name))).toEqual(name)
  const others = ['perf-result', 'perf-result-main', 'perf-result-main-0', 'perf-result-Main-1']
  const evil = ['perf-result-main-1\n', 'perf-result-../x-1', `perf-result-${'a'.repeat(32)}-1`]
  for (const other of [...others, ...evil, 'perf-report-1']) {
    expect(parseGroupResultName(other)).toBeUndefined()
  }
})

test('the workflow uploads under such a name, and downloads no other', () => {
  const workflow = readFileSync(
    new URL('../../.github/workflows/perf.yml', import.meta.url),
    'utf8',
  )
  const names = [...workflow.matchAll(/ name: (perf-result\S.*)$/gm)].map(([, name = '']) => name)
  const pattern = / pattern: (.*)$/m.exec(workflow)?.[1]
  expect(names).toHaveLength(1)
  const name = (names[0] ?? '')
    .replace('${{ matrix.group.name }}', 'main')
    .replace('${{ github.run_attempt }}', '2')
  expect(parseGroupResultName(name)).toEqual({ group: 'main', attempt: 2 })
  expect(pattern).toBe('perf-result-*')
})

test('of each group the newest counts, and none that is newer than the run', () => {
  const of = (group: string, attempt: number, id: number) => ({ group, attempt, id })
  const all = [of('a', 2, 1), of('a', 1, 2), of('b', 1, 3), of('b', 1, 4), of('a', 9, 5)]
  const ids = [...newestOfGroups(all, 3)].map(([group, { id }]) => [group, id])
  expect(ids).toEqual([
    ['a', 1],
    ['b', 4],
  ])
})
