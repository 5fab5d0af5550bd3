import { expect, test } from 'vitest'
import { hostileText } from './fixture-hostile.ts'
import { marker, readMarker } from './marker.ts'

const value = {
  headSha: '3f8a16c7be290d54f1a7c8e3b6d20597ac4e81f3',
  runId: '20261121-061502-3f8a16c7',
}

test('a marker names head and run, readable by eye', () => {
  expect(marker(value)).toBe(`<!-- plumbline head=${value.headSha} run=${value.runId} -->`)
})

test('what was written is read back', () => {
  expect(readMarker(`${marker(value)}\nbody`)).toEqual(value)
  expect(readMarker(marker({ ...value, runId: 'a--> b' }))).toEqual({ ...value, runId: 'a--> b' })
})

test('a marker that is not at the very start is not one', () => {
  expect(readMarker(`> ${marker(value)}`)).toBeNull()
  expect(readMarker('hello')).toBeNull()
  expect(readMarker('<!-- plumbline head=%E0%A4%A run=x -->')).toBeNull()
})

test('no text ends the hidden comment early', () => {
  for (const text of [hostileText, '-->', '--', '-', '', '💶'.repeat(99)]) {
    const line = marker({ headSha: text, runId: text })
    expect(line.slice(4, -3)).not.toMatch(/--|[<>\n]/)
    expect(readMarker(line)).not.toBeNull()
  }
})
