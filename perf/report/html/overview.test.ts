import { expect, test } from 'vitest'
import { fixtures } from '../fixtures.ts'
import { renderHtml } from '../html.ts'

const page = renderHtml(fixtures.explained)

test('the page says that single counters are below, not that they are in the page', () => {
  expect(page).toContain('4 changed (2 single ones below)')
  expect(page).not.toContain('in the HTML page')
})

test('a cause whose sentence names its place does not name it once more', () => {
  const causes = page.matchAll(/<p>([^<]*)<\/p>\s*<p class="chips">(.*?)<\/p>/gs)
  const places = [...causes].map(([, title = '', chips = '']) => ({
    isNamed: /\(system\/[\w/.-]+:\d+\)/.test(title),
    isBeside: chips.includes('<code>'),
  }))
  expect(places).toContainEqual({ isNamed: true, isBeside: false })
  expect(places).toContainEqual({ isNamed: false, isBeside: true })
  expect(places).not.toContainEqual({ isNamed: true, isBeside: true })
})
