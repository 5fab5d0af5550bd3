import { SaxesParser } from 'saxes'
import type { SaxesTagNS } from 'saxes'
import { pacs008Namespace } from './pacs008.ts'
import { pacs008Root, pacs008Types } from './pacs008-structure.ts'
import type { ElementRule, SequenceType, TextType } from './pacs008-structure.ts'

/** An element on the way from the root to where the reader stands. */
interface Open {
  readonly path: string
  readonly type: SequenceType | TextType
  /** Where in its type's sequence the last child stood. */
  place: number
  /** How often that child has come. */
  times: number
  text: string
}

/**
 * What is wrong with a document by the schema's structure: names and their namespace, order and
 * cardinality, the text of every leaf and its attribute; empty when nothing is. What is not
 * well-formed is a fault, too.
 */
export function pacs008Faults(document: string): readonly string[] {
  const faults: string[] = []
  const stack: Open[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => void faults.push(`not well-formed: ${error.message}`))
  parser.on('opentag', (tag) => {
    stack.push(enter(tag, stack.at(-1), faults))
  })
  parser.on('text', (text) => {
    const open = stack.at(-1)
    if (open !== undefined) {
      open.text += text
    }
  })
  parser.on('closetag', () => {
    const closed = stack.pop()
    if (closed !== undefined) {
      leave(closed, faults)
    }
  })
  parser.write(document).close()
  return faults
}

/** Of an element that should not be here nothing more is asked. */
const anything: SequenceType = { kind: 'sequence', elements: [] }

function enter(tag: SaxesTagNS, parent: Open | undefined, faults: string[]): Open {
  const path = `${parent?.path ?? ''}/${tag.name}`
  if (tag.uri !== pacs008Namespace) {
    faults.push(`${path} is of namespace "${tag.uri}", expected ${pacs008Namespace}`)
  }
  const name = parent === undefined ? rootType(tag.name) : typeOfChild(parent, tag.name)
  const type = pacs008Types[name ?? '']
  if (type === undefined) {
    faults.push(`${path} is not expected here${name === undefined ? '' : `, its type is ${name}`}`)
  } else {
    faults.push(...attributeFaults(tag, type, path))
  }
  return { path, type: type ?? anything, place: -1, times: 0, text: '' }
}

function rootType(name: string): string | undefined {
  return name === pacs008Root ? pacs008Root : undefined
}

/** Moves on in the parent's sequence. @returns undefined when the child may not stand here */
function typeOfChild(parent: Open, name: string): string | undefined {
  if (parent.type.kind === 'text') {
    return undefined
  }
  const { elements, kind } = parent.type
  const place = elements.findIndex((rule) => rule.name === name)
  const rule = elements[place]
  if (rule === undefined || place < parent.place || (kind === 'choice' && parent.place !== -1)) {
    return undefined
  }
  parent.times = place === parent.place ? parent.times + 1 : 1
  const skipped = elements.slice(parent.place + 1, place)
  parent.place = place
  const passed = kind === 'choice' || skipped.every(isOptional)
  return passed && parent.times <= rule.most ? rule.type : undefined
}

function isOptional(rule: ElementRule): boolean {
  return rule.least === 0
}

function leave({ path, type, place, text }: Open, faults: string[]): void {
  if (type.kind === 'text') {
    const tooLong = type.longest !== undefined && Array.from(text).length > type.longest
    if (tooLong || !type.pattern.test(text)) {
      faults.push(`${path} holds ${JSON.stringify(text)}, which its type does not allow`)
    }
    return
  }
  if (text.trim() !== '') {
    faults.push(`${path} holds text among its elements`)
  }
  const missing =
    type.kind === 'choice'
      ? place === -1
      : !type.elements.slice(place + 1).every((rule) => isOptional(rule))
  if (missing && type !== anything) {
    faults.push(`${path} ends before all of its elements have come`)
  }
}

function attributeFaults(tag: SaxesTagNS, type: SequenceType | TextType, path: string): string[] {
  const expected = type.kind === 'text' ? type.attribute : undefined
  const given = Object.values(tag.attributes).filter(({ name }) => name !== 'xmlns')
  const unknown = given.filter(({ name }) => name !== expected?.name)
  const value = given.find(({ name }) => name === expected?.name)?.value
  const wrong = expected !== undefined && !(value !== undefined && expected.pattern.test(value))
  return [
    ...unknown.map(({ name }) => `${path} has an attribute ${name}, which its type has not`),
    ...(wrong ? [`${path} lacks ${expected.name}, or it is ${JSON.stringify(value)}`] : []),
  ]
}
