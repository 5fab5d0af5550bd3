import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { maxGenerations } from './document.ts'
import type { ScenarioRecording } from './recording.ts'
import {
  maxRecordingBytes,
  maxResultBytes,
  parseRecording,
  parseResult,
  readRecordingFile,
  readResultFile,
} from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'plumbline-read-'))
afterAll(() => rmSync(folder, { recursive: true }))
const recording: ScenarioRecording = {
  schema: 'plumbline/recording@1',
  name: 'payments',
  title: 'Pay',
  kind: 'journey',
  generations: [
    { index: 0, order: 'ABBA', slots: { base: 0, head: 1 }, base: {}, head: {}, dropped: null },
  ],
  counters: [],
  invariants: [],
  load: null,
  requests: null,
}

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

test('a recording that was written is read back, and none is none', () => {
  expect(readRecordingFile(file('good.json', JSON.stringify(recording)))).toEqual(recording)
  expect(readRecordingFile(join(folder, 'none.json'))).toBeUndefined()
})

test.each([
  [
    'a truncated document',
    JSON.stringify(recording).slice(0, -9),
    /^x is not JSON: .*, expected a whole document$/,
  ],
  ['an empty one', '', /^x is not JSON/],
  ['another value', '[]', /^x is not a valid recording: its top level must be object$/],
  [
    'another version',
    '{"schema":"plumbline/recording@9"}',
    /^x is of schema plumbline\/recording@9, expected plumbline\/recording@1$/,
  ],
  ['no version', '{}', /^x is not a valid recording: its top level must have required properties/],
  [
    'a wrong type',
    JSON.stringify({ ...recording, generations: [{ ...recording.generations[0], index: 'a' }] }),
    /^x is not a valid recording: \/generations\/0\/index must be integer$/,
  ],
  [
    'a generation beyond the last that there can be',
    JSON.stringify({
      ...recording,
      generations: [{ ...recording.generations[0], index: maxGenerations }],
    }),
    /^x is not a valid recording: \/generations\/0\/index must be <= 199$/,
  ],
])('%s is refused as input', (_, text, message) => {
  expect(() => parseRecording(text, 'x')).toThrow(message)
  expect(() => parseRecording(text, 'x')).toThrow(KnownFailure)
})

test('a message carries no control characters of the document', () => {
  expect(() => parseRecording('{"schema":"a\\u001b[31m\\n::error::"}', 'x')).toThrow(
    'schema a [31m ::error::',
  )
})

test('a document beyond the cap is refused before it is parsed', () => {
  expect(() => parseRecording(' '.repeat(maxRecordingBytes + 1), 'x')).toThrow(
    `expected at most ${maxRecordingBytes}`,
  )
})

test('a sparse file of 1 GB is refused without being read', () => {
  const path = file('huge.json', '')
  truncateSync(path, 2 ** 30)
  expect(() => readResultFile(path)).toThrow(
    `${path} has 1073741824 bytes, expected at most ${maxResultBytes}`,
  )
})

test('a missing file, a folder and a device without end are refused', () => {
  expect(() => readResultFile(join(folder, 'none.json'))).toThrow(
    'cannot be read: it does not exist',
  )
  expect(() => readResultFile(folder)).toThrow('cannot be read: it is not a regular file')
  expect(() => readResultFile('/dev/zero')).toThrow('cannot be read: it is not a regular file')
})

test('a recording is no result', () => {
  expect(() => parseResult(JSON.stringify(recording), 'x')).toThrow('expected plumbline/result@1')
})
