import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { KnownFailure } from '../errors.ts'

export interface DocumentFormat<Schema extends TSchema> {
  /** What the reader calls it: "result", "recording", "baseline". */
  readonly what: string
  readonly version: string
  readonly maxBytes: number
  readonly schema: Schema
}

/**
 * Parses text that others wrote; throws KnownFailure('input') for anything but a document of
 * `format`.
 */
export function documentParser<Schema extends TSchema>(
  format: DocumentFormat<Schema>,
): (text: string, subject: string) => Static<Schema> {
  const { what, version, maxBytes } = format
  const validator = Compile(format.schema)
  return (text, subject) => {
    const bytes = Buffer.byteLength(text)
    if (bytes > maxBytes) throw tooLarge(subject, bytes, maxBytes)
    const value = parseJson(text, subject)
    const found = versionOf(value)
    if (found !== undefined && found !== version) {
      throw fail(`${subject} is of schema ${shown(found)}, expected ${version}`)
    }
    if (validator.Check(value)) return value as Static<Schema>
    const [first] = validator.Errors(value)
    const place =
      first?.instancePath === undefined || first.instancePath === ''
        ? 'its top level'
        : first.instancePath
    throw fail(`${subject} is not a valid ${what}: ${shown(place)} ${first?.message ?? 'is wrong'}`)
  }
}

export function tooLarge(subject: string, bytes: number, maxBytes: number): KnownFailure {
  return fail(`${subject} has ${bytes} bytes, expected at most ${maxBytes}`)
}

function parseJson(text: string, subject: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? shown(cause.message) : ''
    throw fail(`${subject} is not JSON: ${why}, expected a whole document`, cause)
  }
}

function versionOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return undefined
  return typeof value.schema === 'string' ? value.schema : undefined
}

/** Text out of the document goes into a message: cut, and without control characters. */
function shown(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be removed
  return text.slice(0, 200).replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}

function fail(message: string, cause?: unknown): KnownFailure {
  return new KnownFailure('input', message, cause === undefined ? {} : { cause })
}
