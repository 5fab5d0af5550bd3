import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('golden/', import.meta.url)
const formatters = ['annotations', 'comment', 'job-summary', 'page', 'summary-line', 'terminal']

test('every formatter has golden files and every golden file a formatter', () => {
  const names = readdirSync(folder)
  for (const formatter of formatters) {
    expect(names.filter((name) => name.startsWith(`${formatter}-`))).not.toEqual([])
  }
  expect(names.filter((name) => !formatters.some((each) => name.startsWith(`${each}-`)))).toEqual(
    [],
  )
})

test('no golden file holds a number that is not one', () => {
  for (const name of readdirSync(folder)) {
    expect(readFileSync(new URL(name, folder), 'utf8')).not.toMatch(
      /NaN|undefined|\[object|Infinity/,
    )
  }
})
