import { constants, crc32, deflateRawSync } from 'node:zlib'

/**
 * Writes zip archives, honest ones as upload-artifact makes them and dishonest ones for tests: a
 * zip library would refuse to write a path traversal or a lying size. Format: PKWARE APPNOTE 6.3.
 */
export interface ZipEntry {
  readonly name: string
  readonly data: Buffer
  /** Size to declare in place of the true one. */
  readonly declaredBytes?: number
  /** `data` is a raw deflate stream already. */
  readonly deflated?: boolean
}

export function createZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const content = entry.deflated === true ? entry.data : deflateRawSync(entry.data)
    const fields = commonFields(entry, content.length, name.length)
    const local = Buffer.concat([uint32(0x04034b50), fields, name, content])
    directory.push(
      Buffer.concat([uint32(0x02014b50), uint16(20), fields, directoryTail(offset), name]),
    )
    locals.push(local)
    offset += local.length
  }
  const index = Buffer.concat(directory)
  return Buffer.concat([...locals, index, endRecord(entries.length, index.length, offset)])
}

/** A raw deflate stream of `megabytes` MiB of zeros, made of one compressed MiB repeated. */
export function deflatedZeros(megabytes: number): Buffer {
  const oneMegabyte = deflateRawSync(Buffer.alloc(1024 ** 2), {
    level: 9,
    finishFlush: constants.Z_FULL_FLUSH,
  })
  const end = deflateRawSync(Buffer.alloc(0))
  return Buffer.concat([...Array.from({ length: megabytes }, () => oneMegabyte), end])
}

/** Version needed to extra field length: what both headers share, in their order. */
function commonFields(entry: ZipEntry, compressedBytes: number, nameBytes: number): Buffer {
  const utf8Names = 0x0800
  const deflate = 8
  return Buffer.concat([
    uint16(20),
    uint16(utf8Names),
    uint16(deflate),
    uint32(0), // time and date
    uint32(entry.deflated === true ? 0 : crc32(entry.data)),
    uint32(compressedBytes),
    uint32(entry.declaredBytes ?? entry.data.length),
    uint16(nameBytes),
    uint16(0),
  ])
}

/** Comment length, disk, attributes and the offset of the local header. */
function directoryTail(offset: number): Buffer {
  return Buffer.concat([uint16(0), uint16(0), uint16(0), uint32(0), uint32(offset)])
}

function endRecord(entries: number, directoryBytes: number, directoryOffset: number): Buffer {
  return Buffer.concat([
    uint32(0x06054b50),
    uint16(0),
    uint16(0),
    uint16(entries),
    uint16(entries),
    uint32(directoryBytes),
    uint32(directoryOffset),
    uint16(0),
  ])
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}
