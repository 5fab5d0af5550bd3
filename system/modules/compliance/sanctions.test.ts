import { describe, expect, test } from 'vitest'
import { createSanctionsScreen } from './sanctions.ts'

const screen = createSanctionsScreen({
  accounts: ['AE07-0331-2345 6789', ''],
  names: ['Osiris Shell Trading', 'José Ñandú', 'Мария Иванова', '...'],
})

test.each([
  ['AE0703312345-6789', true],
  ['ae07 0331 2345 6789', true],
  ['AE070331234567890', false],
  ['', false],
])('account %s is on the list: %s', (number, listed) => {
  expect(screen.matchesAccount(number)).toBe(listed)
})

describe('a name is found', () => {
  test.each([
    'Osiris Shell Trading',
    'invoice 7, OSIRIS  SHELL-trading LLC',
    'for (osiris/shell/trading)',
    'ＯＳＩＲＩＳ shell trading',
    'JOSE NANDU',
    'jose\u0301 n\u0303andu\u0301',
    'oplata мария иванова',
    'osiris osiris shell trading',
  ])('in "%s"', (text) => {
    expect(screen.matchesText(text)).toBe(true)
  })

  test.each([
    '',
    'invoice 4711',
    'osiris shell',
    'osiris trading shell',
    'osirisshell trading',
    'cosiris shell trading',
    'josephine nandu',
  ])('not in "%s"', (text) => {
    expect(screen.matchesText(text)).toBe(false)
  })
})

test('each of a thousand names is found at every place, and in no text without them', () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `Name${index} of${index * 7} the List`)
  const many = createSanctionsScreen({ accounts: [], names })
  for (const name of names) {
    expect(many.matchesText(name.toLowerCase())).toBe(true)
    expect(many.matchesText(`goods for ${name}.`)).toBe(true)
    expect(many.matchesText(`x${name}`)).toBe(false)
  }
})
