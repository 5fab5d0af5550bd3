import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { fixtureNames, fixtures } from './fixtures.ts'
import { renderJobSummary } from './job-summary.ts'
import { renderMarkdown } from './markdown.ts'

/**
 * What a reader's browser gets, by a parser that is not ours: CommonMark with GitHub's tables, HTML
 * let through.
 */
const parser = new MarkdownIt({ html: true, linkify: true })

type Token = ReturnType<typeof parser.parse>[number]

const renderers = {
  comment: (result: RunResult) => renderMarkdown(result),
  'short comment': (result: RunResult) => renderMarkdown(result, { maxBytes: 6_000 }),
  'job summary': (result: RunResult) => renderJobSummary(result),
}

const cases = fixtureNames.flatMap((name) =>
  (['comment', 'short comment', 'job summary'] as const).map((kind) => [kind, name] as const),
)

describe.each(cases)('the %s of the example run "%s"', (kind, name) => {
  const text = renderers[kind](fixtures[name])
  const lines = text.split('\n')
  const tokens = flat(parser.parse(text, {}))

  test('has tables only whose rows have as many cells as their header', () => {
    const tables = tokens.filter(({ type }) => type === 'table_open')
    for (const { map } of tables) {
      const [first = 0, end = 0] = map ?? []
      const widths = lines.slice(first, end).map(cellCount)
      expect(new Set(widths)).toEqual(new Set([widths[0]]))
    }
    // What looks like a table and is none would be shown as text.
    const inTables = tables.reduce((sum, { map }) => sum + (map?.[1] ?? 0) - (map?.[0] ?? 0), 0)
    const outsideCode = linesOutside(lines, tokens)
    expect(inTables).toBe(outsideCode.filter((line) => line.startsWith('|')).length)
  })

  test('opens and closes what folds in order, and has no other HTML', () => {
    const html = tokens.filter(({ type }) => type === 'html_block' || type === 'html_inline')
    const open: string[] = []
    const wrong: string[] = []
    for (const { content } of html) {
      const tags = content.match(/<[^>]*>/g) ?? []
      for (const tag of tags) {
        expect(tag).toMatch(
          /^<(?:\/?summary|\/?code|\/details|details(?: open)?)>$|^<!-- plumbline head=\S+ run=\S+ -->$/,
        )
        const [, closing, element] = /^<(\/?)([a-z]+)/.exec(tag) ?? []
        if (element === undefined) continue
        if (closing !== '/') open.push(element)
        else if (open.pop() !== element) wrong.push(element)
      }
      expect(content.replace(/<[^>]*>/g, '')).not.toContain('<')
    }
    expect([...open, ...wrong]).toEqual([])
  })

  test('links to nothing and shows no picture', () => {
    const kinds = new Set(tokens.map(({ type }) => type))
    for (const kindOfLink of ['link_open', 'image']) expect(kinds).not.toContain(kindOfLink)
  })
})

function flat(tokens: readonly Token[]): Token[] {
  return tokens.flatMap((token) => [token, ...flat(token.children ?? [])])
}

/**
 * GitHub takes every pipe for a cell's end that has no backslash before it, inside code as well.
 */
function cellCount(line: string): number {
  return (line.match(/(?<!\\)\|/g) ?? []).length - 1
}

function linesOutside(lines: readonly string[], tokens: readonly Token[]): string[] {
  const code = tokens.flatMap(({ type, map }) => (type === 'fence' && map !== null ? [map] : []))
  return lines.filter((_, index) => !code.some(([first, end]) => index >= first && index < end))
}
