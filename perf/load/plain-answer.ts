import type { WireAnswer } from './connection.ts'

/**
 * Reads an answer that is as plain as they come: whole, by itself in what was read, its headers one
 * a line, its length told once, its connection kept. It only ever recognises: whatever is not
 * wholly plain is undefined, and left to the parser, which gives the same answer for what is
 * recognised here. Looks at bytes and not at text, so that little more than the body is made.
 */
export function readPlainAnswer(bytes: Buffer, length: number): WireAnswer | undefined {
  const status = plainStatus(bytes)
  if (status === undefined) return undefined
  const headersAt = lineEnd(bytes, statusLineLeast, length) + 2
  if (headersAt < statusLineLeast) return undefined
  const bodyAt = plainBodyAt(bytes, headersAt, length)
  if (bodyAt === undefined) return undefined
  return new PlainAnswer(
    status,
    bytes.toString('utf8', bodyAt, length),
    bytes.toString('latin1', headersAt, bodyAt - 2),
  )
}

class PlainAnswer implements WireAnswer {
  readonly status: number
  readonly body: string
  readonly #headerLines: string

  constructor(status: number, body: string, headerLines: string) {
    this.status = status
    this.body = body
    this.#headerLines = headerLines
  }

  get rawHeaders(): readonly string[] {
    return this.#headerLines
      .split('\r\n')
      .slice(0, -1)
      .flatMap((line) => {
        const colon = line.indexOf(':')
        // Of all that `trim` takes away only spaces and tabs can be there.
        return [line.slice(0, colon), line.slice(colon + 1).trim()]
      })
  }
}

const cr = 0x0d
const lf = 0x0a
const space = 0x20
const tab = 0x09
const colonByte = 0x3a
const digitZero = 0x30
const lowerCase = 0x20

const bytesOf = (text: string) => Buffer.from(text, 'latin1')
const setOf = (text: RegExp) =>
  Uint8Array.from({ length: 256 }, (_none, byte) => Number(text.test(String.fromCharCode(byte))))

/** RFC 9110, 5.6.2. */
const isNameByte = setOf(/[!#$%&'*+.^_`|~0-9A-Za-z-]/)
const isTextByte = setOf(/[\t -~]/)

const version = bytesOf('HTTP/1.1 ')
/** Version, status, and the space after it: what comes then is for people. */
const statusLineLeast = version.length + 4

/** @returns undefined where there is none, or one that says that no body follows */
function plainStatus(bytes: Buffer): number | undefined {
  for (let index = 0; index < version.length; index += 1) {
    if (bytes[index] !== version[index]) return undefined
  }
  const hundreds = digitAt(bytes, version.length)
  const tens = digitAt(bytes, version.length + 1)
  const ones = digitAt(bytes, version.length + 2)
  const isWhole = hundreds >= 2 && hundreds <= 5 && tens >= 0 && ones >= 0
  if (!isWhole || bytes[statusLineLeast - 1] !== space) return undefined
  const status = hundreds * 100 + tens * 10 + ones
  return status === 204 || status === 304 ? undefined : status
}

/** @returns -1 where there is none */
function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] as number) - digitZero
  return digit >= 0 && digit <= 9 ? digit : -1
}

/** @returns where the line's CRLF is; -1 where something else comes before one */
function lineEnd(bytes: Buffer, from: number, length: number): number {
  let at = from
  while (at < length && isTextByte[bytes[at] as number] === 1) at += 1
  return at + 1 < length && bytes[at] === cr && bytes[at + 1] === lf ? at : -1
}

const contentLength = bytesOf('content-length')
const connection = bytesOf('connection')
const transferEncoding = bytesOf('transfer-encoding')
const upgrade = bytesOf('upgrade')
const keepAlive = bytesOf('keep-alive')

/** @returns where the body begins that ends with what was read; undefined where none does */
function plainBodyAt(bytes: Buffer, from: number, length: number): number | undefined {
  let bodyBytes = -1
  let connections = 0
  let at = from
  while (at < length && bytes[at] !== cr) {
    const colon = nameEnd(bytes, at, length)
    const end = lineEnd(bytes, colon + 1, length)
    if (colon < 0 || end < 0) return undefined
    if (isText(bytes, at, colon, contentLength)) {
      if (bodyBytes >= 0) return undefined
      bodyBytes = wholeNumber(bytes, valueAt(bytes, colon + 1), end)
      if (bodyBytes < 0) return undefined
    } else if (isText(bytes, at, colon, connection)) {
      connections += 1
      if (connections > 1 || !isText(bytes, valueAt(bytes, colon + 1), end, keepAlive)) {
        return undefined
      }
    } else if (isText(bytes, at, colon, transferEncoding) || isText(bytes, at, colon, upgrade)) {
      return undefined
    }
    at = end + 2
  }
  const bodyAt = at + 2
  return bytes[at + 1] === lf && bodyBytes >= 0 && bodyAt + bodyBytes === length
    ? bodyAt
    : undefined
}

/** @returns where the colon is; -1 where there is no name right before one */
function nameEnd(bytes: Buffer, from: number, length: number): number {
  let at = from
  while (at < length && isNameByte[bytes[at] as number] === 1) at += 1
  return at > from && bytes[at] === colonByte ? at : -1
}

function valueAt(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === space || bytes[at] === tab) at += 1
  return at
}

/** @param expected in lower case, letters and hyphens */
function isText(bytes: Buffer, from: number, to: number, expected: Buffer): boolean {
  if (to - from !== expected.length) return false
  for (let index = 0; index < expected.length; index += 1) {
    if (((bytes[from + index] as number) | lowerCase) !== expected[index]) return false
  }
  return true
}

/** A length of more digits is beyond what one read can hold. */
const mostDigits = 7

/** @returns -1 where anything but digits is there, or nothing */
function wholeNumber(bytes: Buffer, from: number, to: number): number {
  if (from >= to || to - from > mostDigits) return -1
  let number = 0
  for (let at = from; at < to; at += 1) {
    const digit = digitAt(bytes, at)
    if (digit < 0) return -1
    number = number * 10 + digit
  }
  return number
}
