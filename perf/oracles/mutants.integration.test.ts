import { expect, test } from 'vitest'
import { mutantsPlanted } from './config.ts'
import { mutants } from './mutants.ts'
import { violatedBy } from './testing.ts'

const areAll = mutantsPlanted() === 'all'
const planted = mutants.filter(({ isRepresentative }) => isRepresentative || areAll)

test('no oracle finds fault with the system as it is', async () => {
  expect(await violatedBy(undefined)).toEqual([])
})

test('nor of the topic when the outbox rows of the load were removed', async () => {
  // Totals are those of today, and today the load is weeks old.
  expect(await violatedBy(undefined, { isOld: true })).toEqual(['oracle.totals-true'])
})

test.each(planted)('$name is caught by $caughtBy', async ({ name, caughtBy }) => {
  expect(await violatedBy(name)).toContain(caughtBy)
})
