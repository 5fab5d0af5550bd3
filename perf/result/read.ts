import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { KnownFailure } from '../errors.ts'
import { recordingSchemaVersion, ScenarioRecording } from './recording.ts'
import { resultSchemaVersion, RunResult } from './document.ts'
import { documentParser, tooLarge } from './parse-document.ts'

/** A run of 50 scenarios with 24 generations is 3 MB; what is ten times that is not ours. */
export const maxResultBytes = 32 * 1024 * 1024
export const maxRecordingBytes = 16 * 1024 * 1024

/** `subject` names the document in the message: a path, or "artifact result.json". */
export const parseResult = documentParser({
  what: 'result',
  version: resultSchemaVersion,
  maxBytes: maxResultBytes,
  schema: RunResult,
})

export const parseRecording = documentParser({
  what: 'recording',
  version: recordingSchemaVersion,
  maxBytes: maxRecordingBytes,
  schema: ScenarioRecording,
})

export function readResultFile(path: string): RunResult {
  const text = readCapped(path, maxResultBytes)
  if (text === undefined) throw unreadable(path, 'it does not exist')
  return parseResult(text, path)
}

/** Undefined where there is no such file: the scenario left none. */
export function readRecordingFile(path: string): ScenarioRecording | undefined {
  const text = readCapped(path, maxRecordingBytes)
  return text === undefined ? undefined : parseRecording(text, path)
}

/**
 * Never holds more than `maxBytes`, whatever the file turns out to be; undefined where there is
 * none.
 */
export function readCapped(path: string, maxBytes: number): string | undefined {
  let file: number
  try {
    // Non-blocking, or opening a pipe would wait for its writer.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (cause) {
    if (stateOf(cause) === 'ENOENT') return undefined
    throw unreadable(path, stateOf(cause), cause)
  }
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) throw unreadable(path, 'it is not a regular file')
    if (stat.size > maxBytes) throw tooLarge(path, stat.size, maxBytes)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

function stateOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}

function unreadable(path: string, state: string, cause?: unknown): KnownFailure {
  return new KnownFailure('input', `${path} cannot be read: ${state}, expected a file`, { cause })
}
