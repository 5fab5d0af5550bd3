import { Readable } from 'node:stream'
import pg from 'pg'
import { DependencyUnavailable } from '../errors.ts'
import { readDatabaseError } from './failures.ts'

export interface CopyOut {
  /** `copy (...) to stdout ...`: it takes no parameters, so its values are literals already. */
  readonly text: string
  /** Said to the server before, e.g. `set enable_sort = off`; the connection is of no other use. */
  readonly settings: readonly string[]
  /** The copy is broken off when for so long no piece was read or none was taken. */
  readonly stallMs: number
}

const connectTimeoutMs = 5_000
const pieceBytes = 256 * 1024

/**
 * What a query yields as one stream of bytes, at the pace of whoever reads it, so that it needs no
 * more memory for a million rows than for one. It has a connection of its own: one that is closed
 * in the middle ends the query with it, and the pool's are not kept from others. A stream that
 * could not be read to its end is destroyed with an error; it never just stops.
 *
 * @throws DependencyUnavailable, and whatever is wrong with the query, before there is a stream
 */
export async function openCopyOut(
  address: { readonly url: string; readonly applicationName: string },
  copy: CopyOut,
): Promise<Readable> {
  const client = new pg.Client({
    connectionString: address.url,
    application_name: address.applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  })
  // The copy itself is told of it, too; an error event that nobody hears would end the process.
  client.on('error', () => undefined)
  try {
    const { to: copyTo } = await import('pg-copy-streams')
    await client.connect()
    for (const setting of copy.settings) {
      await client.query(setting)
    }
    const rows = client.query(copyTo(copy.text, { highWaterMark: pieceBytes }))
    const pieces: AsyncIterator<Buffer> = rows[Symbol.asyncIterator]()
    const first = await pieces.next()
    return readableOf(client, first, pieces, copy.stallMs)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw readDatabaseError(error)
  }
}

function readableOf(
  client: pg.Client,
  first: IteratorResult<Buffer>,
  pieces: AsyncIterator<Buffer>,
  stallMs: number,
): Readable {
  let next: IteratorResult<Buffer> | undefined = first
  const forward = async (): Promise<void> => {
    try {
      const piece: IteratorResult<Buffer> = next ?? (await pieces.next())
      next = undefined
      stalled.refresh()
      readable.push(piece.done === true ? null : piece.value)
    } catch (error) {
      readable.destroy(asError(readDatabaseError(error)))
    }
  }
  const readable = new Readable({
    highWaterMark: pieceBytes,
    read: () => void forward(),
    destroy(error, done) {
      clearTimeout(stalled)
      const closed = (): void => done(error)
      // In the middle of a copy this closes the socket, and the server breaks the query off.
      client.end().then(closed, closed)
    },
  })
  const stalled = setTimeout(() => {
    readable.destroy(new Error(`no piece was read or taken for ${stallMs} ms`))
  }, stallMs)
  return readable
}

function asError(fault: unknown): Error {
  return fault instanceof Error ? fault : new DependencyUnavailable('postgres', fault)
}
