import { expect, test } from 'vitest'
import { sampleResult } from './fixture-result.ts'
import { historyLine, withHistoryLine } from './history.ts'

test('a run is one line of the history, behind those that were there', () => {
  const line = historyLine(sampleResult())
  expect(line).toMatchObject({ shape: 'load', latencyMsP99: 19.2, kneePerSecond: null })
  const once = withHistoryLine('', line)
  const twice = withHistoryLine(once, { ...line, commit: 'next' })
  expect(
    twice
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each) as unknown),
  ).toEqual([line, { ...line, commit: 'next' }])
})

test('a history does not grow without end', () => {
  const line = historyLine(sampleResult())
  const full = `${'{}\n'.repeat(1_000)}`
  const lines = withHistoryLine(full, line).trimEnd().split('\n')
  expect([lines.length, lines.at(-1)]).toEqual([1_000, JSON.stringify(line)])
})
