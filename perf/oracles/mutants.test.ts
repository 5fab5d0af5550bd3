import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mutants, whyMutantStale } from './mutants.ts'

test('every patch is a mutant, and every mutant has its patch', () => {
  const files = readdirSync(join(import.meta.dirname, 'mutants'))
  expect(files.toSorted()).toEqual(mutants.map(({ name }) => `${name}.patch`).toSorted())
})

test.each(mutants)('$name applies to this checkout', ({ name }) => {
  expect(whyMutantStale(name), `${name}.patch is stale: make it anew against system/`).toBe('')
})
