import { expect, test } from 'vitest'
import { mutants } from './mutants.ts'
import { violatedBy } from './testing.ts'

/** MUTANTS=all plants every one, for a night; otherwise three stand for them. */
const planted = mutants.filter(
  ({ isRepresentative }) => isRepresentative || process.env['MUTANTS'] === 'all',
)

test('no oracle finds fault with the system as it is', async () => {
  expect(await violatedBy(undefined)).toEqual([])
})

test.each(planted)('$name is caught by $caughtBy', async ({ name, caughtBy }) => {
  expect(await violatedBy(name)).toContain(caughtBy)
})
