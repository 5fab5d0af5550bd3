import { pino } from 'pino'
import { expect, test } from 'vitest'
import { DependencyUnavailable } from '../../platform/errors.ts'
import { AccountDays } from './account-days.ts'

/** Of a table with so many rows to forget; remembers how many rows each statement might take. */
function prepared(rowsToForget: number, onQuery: () => void = () => undefined) {
  const mostAtOnce: unknown[] = []
  const logged: string[] = []
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(line) })
  let left = rowsToForget
  const database = {
    async query(_statement: unknown, values: readonly unknown[] = []) {
      mostAtOnce.push(values[1])
      onQuery()
      const length = Math.min(left, Number(values[1]))
      left -= length
      return Array.from({ length }, () => ({})) as never
    },
  }
  const days = new AccountDays(database, log)
  return { days, mostAtOnce, left: () => left, levels: () => logged.map(levelOf) }
}

const levelOf = (line: string): unknown => (JSON.parse(line) as { level: unknown }).level

test('earlier days are forgotten by statements of a thousand rows, until one finds fewer', async () => {
  const { days, mostAtOnce, left } = prepared(2_500)
  await days.forget()
  expect([mostAtOnce, left()]).toEqual([[1_000, 1_000, 1_000], 0])
})

test('where there is nothing to forget, one statement says so', async () => {
  const { days, mostAtOnce } = prepared(0)
  await days.forget()
  expect(mostAtOnce).toEqual([1_000])
})

test('once stopped, no further rows are forgotten', async () => {
  let stopping: Promise<void> | undefined
  const { days, left } = prepared(5_000, () => {
    stopping ??= days.stop()
  })
  await days.forget()
  await stopping
  expect(left()).toBe(4_000)
})

test('that nothing can be forgotten is a warning where Postgres is away, and an error elsewhere', async () => {
  const failing = (error: Error) =>
    prepared(1, () => {
      throw error
    })
  const away = failing(new DependencyUnavailable('postgres', new Error('timeout')))
  const broken = failing(new Error('no such table'))
  await away.days.forget()
  await broken.days.forget()
  expect([away.levels(), broken.levels()]).toEqual([
    [pino.levels.values['warn']],
    [pino.levels.values['error']],
  ])
})
