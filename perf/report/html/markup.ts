import { type BlockSize, htmlText, plainLines } from '../escape.ts'

/**
 * HTML that cannot be built unescaped: a template's text parts are ours, every string put into it
 * is escaped and trimmed, and only what this function made goes in as it is.
 */
export type Markup = { readonly markup: string }
export type Child = string | number | Markup | readonly Markup[] | null | false

const longestChild = 4000

export function html(parts: TemplateStringsArray, ...children: readonly Child[]): Markup {
  const text = parts.map(
    (part, index) => part + (index < children.length ? rendered(children[index] ?? null) : ''),
  )
  return { markup: text.join('') }
}

function rendered(child: Child): string {
  if (child === null || child === false) return ''
  if (typeof child === 'string') return htmlText(child, longestChild)
  if (typeof child === 'number') return String(child)
  return 'markup' in child ? child.markup : child.map((each) => each.markup).join('')
}

/** The lines of a text for a `pre`, with their indentation, which `html` would trim. */
export function htmlLines(text: string, size: BlockSize): Markup {
  const lines = plainLines(text, size).map((line) => {
    const indent = /^ */.exec(line)?.[0] ?? ''
    return indent + htmlText(line, size.columns)
  })
  return { markup: lines.join('\n') }
}
