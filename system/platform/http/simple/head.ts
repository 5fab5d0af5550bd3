/** The head of a request that is as simple as they come, and where in the bytes it ends. */
export interface SimpleHead {
  readonly method: string
  readonly url: string
  /** By lower-case name, as Node has them. */
  readonly headers: Record<string, string>
  /** Of the body; 0 where there is none. */
  readonly bodyBytes: number
  /** The first byte after the head. */
  readonly end: number
}

/** Beyond it Node decides, whose own limit is twice as much. */
const mostHeadBytes = 8 * 1024
const blankLine = '\r\n\r\n'
/**
 * RFC 9112 at its strictest: no byte beyond ASCII, no folded line, no bare line feed, no space
 * before a colon.
 */
const simpleHead =
  /^(?:GET|POST) \/[!-~]* HTTP\/1\.1\r\n(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~]*\r\n)+\r\n$/
/** Whoever asks for any of these asks for more than an answer. */
const notSimple = new Set(['transfer-encoding', 'upgrade', 'expect', 'trailer', 'te'])
/** At most seven digits: all that can be said of a body that has come already. */
const wholeNumber = /^[0-9]{1,7}$/

/**
 * Reads the head at the beginning of the bytes. It only ever recognises: whatever is not wholly
 * plain – incomplete, oversized, malformed, repeated, or of a feature that is rare – is undefined,
 * and left to Node's own parser to accept or to refuse.
 */
export function readSimpleHead(bytes: Buffer): SimpleHead | undefined {
  const text = bytes.toString('latin1', 0, mostHeadBytes)
  const blank = text.indexOf(blankLine)
  if (blank === -1) return undefined
  const end = blank + blankLine.length
  if (!simpleHead.test(end === text.length ? text : text.slice(0, end))) return undefined
  const firstLine = text.indexOf('\r\n')
  const space = text.indexOf(' ')
  const headers = readHeaders(bytes, text, firstLine + 2, blank + 2)
  const bodyBytes = headers === undefined ? undefined : bodyBytesOf(headers)
  if (headers === undefined || bodyBytes === undefined) return undefined
  return {
    method: text.slice(0, space),
    url: text.slice(space + 1, text.indexOf(' ', space + 1)),
    headers,
    bodyBytes,
    end,
  }
}

/** @returns undefined where a header comes twice, or one is not simple */
function readHeaders(
  bytes: Buffer,
  text: string,
  from: number,
  to: number,
): Record<string, string> | undefined {
  const headers: Record<string, string> = {}
  for (let at = from; at < to;) {
    const colon = text.indexOf(':', at)
    const lineEnd = text.indexOf('\r\n', colon)
    const name = usualNameAt(text, at, colon) ?? text.slice(at, colon).toLowerCase()
    // What every object has counts as twice: Node knows what to do with a header of such a name.
    if (name in headers || notSimple.has(name)) return undefined
    headers[name] = valueOf(bytes, text, colon + 1, lineEnd)
    at = lineEnd + 2
  }
  return headers
}

/** By their length, as clients write them and as they are known here. */
const usualNames = Map.groupBy(
  [
    'host',
    'accept',
    'connection',
    'user-agent',
    'x-tenant-id',
    'content-type',
    'x-request-id',
    'authorization',
    'accept-encoding',
    'accept-language',
    'content-length',
    'idempotency-key',
  ].flatMap((name) => [
    { written: name, name },
    { written: name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()), name },
  ]),
  ({ name }) => name.length,
)

/** A name that is cut out of the head is made, hashed and looked up anew for every request. */
function usualNameAt(text: string, at: number, colon: number): string | undefined {
  for (const { written, name } of usualNames.get(colon - at) ?? []) {
    if (text.startsWith(written, at)) return name
  }
  return undefined
}

const space = 0x20

/** A string of its own, not a part of the head: whoever keeps a key would keep the head with it. */
function valueOf(bytes: Buffer, text: string, from: number, to: number): string {
  const start = text.charCodeAt(from) === space ? from + 1 : from
  // Of all that `trim` takes away only spaces and tabs can be there.
  return bytes.toString('latin1', start, to).trim()
}

/** @returns undefined where it takes more than these headers to know */
function bodyBytesOf(headers: Readonly<Record<string, string>>): number | undefined {
  const { host, connection = 'keep-alive', 'content-length': length = '0' } = headers
  const isPlain =
    host !== undefined && connection.toLowerCase() === 'keep-alive' && wholeNumber.test(length)
  return isPlain ? Number(length) : undefined
}
