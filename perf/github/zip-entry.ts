import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { KnownFailure } from '../errors.ts'
import { byteCap, tooLarge } from './byte-cap.ts'

/**
 * Text of the one entry of a hostile archive. An archive with any other entry is refused whole:
 * whoever adds one is up to something. Declared sizes are checked first, then the bytes themselves,
 * so a bomb costs a few buffers; its inflated content is never held.
 */
export async function readOnlyEntry(
  path: string,
  name: string,
  limitBytes: number,
): Promise<string> {
  const zip = await refusing(() => openPromise(path, { autoClose: false, strictFileNames: true }))
  try {
    const entry = await onlyEntry(zip, name)
    if (entry.uncompressedSize > limitBytes) {
      throw tooLarge('artifact document', entry.uncompressedSize, limitBytes)
    }
    return await refusing(() => readText(zip, entry, limitBytes))
  } finally {
    zip.close()
  }
}

async function onlyEntry(zip: ZipFile, name: string): Promise<Entry> {
  if (zip.entryCount !== 1) throw notOurs(`has ${zip.entryCount} entries`, name)
  for await (const entry of refusingEach(zip.eachEntry())) {
    if (entry.fileName !== name) throw notOurs('has an entry of another name', name)
    if (entry.isEncrypted()) throw notOurs('is encrypted', name)
    return entry
  }
  throw notOurs('has no entry', name)
}

async function readText(zip: ZipFile, entry: Entry, limitBytes: number): Promise<string> {
  const source = await zip.openReadStreamPromise(entry)
  const capped = byteCap('artifact document', limitBytes)
  source.on('error', (error) => capped.destroy(error))
  const chunks: Buffer[] = []
  try {
    for await (const chunk of source.pipe(capped)) chunks.push(chunk as Buffer)
  } finally {
    source.destroy()
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
}

async function* refusingEach(entries: AsyncIterable<Entry>): AsyncGenerator<Entry> {
  try {
    yield* entries
  } catch (error) {
    throw asRefusal(error)
  }
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asRefusal(error)
  }
}

/** The library's own message may quote the archive, so it stays in `cause`. */
function asRefusal(error: unknown): KnownFailure {
  if (error instanceof KnownFailure) return error
  return new KnownFailure(
    'input',
    'artifact archive is damaged or unsafe, expected a plain zip with UTF-8 content',
    { cause: error },
  )
}

function notOurs(state: string, name: string): KnownFailure {
  return new KnownFailure('input', `artifact archive ${state}, expected ${name} and nothing else`)
}
