import { expect, it } from 'vitest'
import { sectionsOf, withSections } from './document.ts'

const order = ['first', 'second', 'third']

it('has the sections in the order of the rows, whatever order they were measured in', () => {
  const document = withSections(
    '',
    [
      { name: 'third', text: '## Third' },
      { name: 'first', text: '## First\n\n| a |' },
    ],
    order,
  )
  expect(sectionsOf(document)).toEqual([
    { name: 'first', text: '## First\n\n| a |' },
    { name: 'third', text: '## Third' },
  ])
  expect(document.startsWith('# Benchmarks\n')).toBe(true)
  expect(document.endsWith('-->\n')).toBe(true)
})

it('keeps the sections of rows that were not run and replaces those that were', () => {
  const before = withSections(
    '',
    order.map((name) => ({ name, text: `## ${name}, measured yesterday` })),
    order,
  )
  const after = withSections(before, [{ name: 'second', text: '## second, $& today\n' }], order)
  expect(sectionsOf(after).map(({ text }) => text)).toEqual([
    '## first, measured yesterday',
    '## second, $& today',
    '## third, measured yesterday',
  ])
})

it('is the same when the same is written again', () => {
  const sections = [{ name: 'first', text: '## First' }]
  const once = withSections('', sections, order)
  expect(withSections(once, sections, order)).toBe(once)
})

it('drops the section of a row that is none any more', () => {
  const before = withSections('', [{ name: 'old', text: '## Old' }], ['old'])
  expect(sectionsOf(before)).toHaveLength(1)
  expect(sectionsOf(withSections(before, [], order))).toEqual([])
})
