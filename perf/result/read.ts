import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
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

export async function readResult(path: string): Promise<RunResult> {
  return parseResult(await readCapped(path, maxResultBytes), path)
}

export async function readRecording(path: string): Promise<ScenarioRecording> {
  return parseRecording(await readCapped(path, maxRecordingBytes), path)
}

/** Never holds more than `maxBytes`, whatever the file turns out to be; a pipe or device is refused. */
export async function readCapped(path: string, maxBytes: number): Promise<string> {
  // Non-blocking, or opening a pipe would wait for its writer.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK
  const file = await open(path, flags).catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  await using _ = file
  const stat = await file.stat()
  if (!stat.isFile()) {
    throw new KnownFailure('input', `${path} is not a regular file, expected one`)
  }
  if (stat.size > maxBytes) throw tooLarge(path, stat.size, maxBytes)
  return file.readFile('utf8').catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
}

function unreadable(path: string, cause: unknown): KnownFailure {
  const state = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  return new KnownFailure('input', `${path} cannot be read: ${state}, expected a file`, { cause })
}
