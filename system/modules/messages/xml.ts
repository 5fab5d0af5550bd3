/** An element as a value: what it holds is text or other elements. */
export interface XmlElement {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly content: string | readonly XmlElement[]
}

export function element(
  name: string,
  content: XmlElement['content'],
  attributes?: XmlElement['attributes'],
): XmlElement {
  return attributes === undefined ? { name, content } : { name, content, attributes }
}

/** A whole document; an element on each line, none of whose text is changed by that. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root, '')}\n`
}

function write({ name, attributes = {}, content }: XmlElement, indent: string): string {
  const named = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`)
  const open = `${indent}<${name}${named.join('')}>`
  if (typeof content === 'string') {
    return `${open}${escape(content)}</${name}>`
  }
  const children = content.map((child) => write(child, `${indent}  `))
  return [open, ...children, `${indent}</${name}>`].join('\n')
}

/** Characters that XML 1.0 cannot hold, not even escaped; alone, half a surrogate pair is one. */
const unwritable = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

function escape(text: string): string {
  return text.replace(unwritable, '').replace(/[&<>"]/g, (found) => escapes[found] ?? found)
}
