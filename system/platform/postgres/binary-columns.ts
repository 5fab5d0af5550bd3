/**
 * Array parameters in Postgres' own binary form, one dimension from 1 on. What a hot statement takes by the
 * thousand is cheaper so on both sides: no digit is written or read, no quote escaped. The driver sends a Buffer as
 * a binary parameter; the element type has to be the very one that the statement casts to.
 *
 * Each takes items and what to take of them, so that no column of values is made first.
 *
 * Source: `array_recv` in src/backend/utils/adt/arrayfuncs.c; type OIDs in src/include/catalog/pg_type.dat.
 */
const oids = { int8: 20, int4: 23, text: 25, uuid: 2950 } as const

const headerBytes = 20
const lengthBytes = 4
const nullLength = -1

type Of<Item, Value> = (item: Item) => Value | undefined

export function int4Column<Item>(items: readonly Item[], of: Of<Item, number>): Buffer {
  return fixedColumn(oids.int4, 4, items, of, (view, offset, value) => view.setInt32(offset, value))
}

/** @param of safe integers */
export function int8Column<Item>(items: readonly Item[], of: Of<Item, number>): Buffer {
  return fixedColumn(oids.int8, 8, items, of, (view, offset, value) => {
    view.setInt32(offset, Math.floor(value / 0x1_0000_0000))
    view.setInt32(offset + 4, value | 0)
  })
}

/** @param of lower case, with its four hyphens */
export function uuidColumn<Item>(items: readonly Item[], of: Of<Item, string>): Buffer {
  return fixedColumn(oids.uuid, 16, items, of, (view, offset, value) => {
    let at = offset
    for (let index = 0; index < value.length; index += 2) {
      if (value.charCodeAt(index) === hyphen) index += 1
      view.setUint8(
        at,
        (hexDigit(value.charCodeAt(index)) << 4) | hexDigit(value.charCodeAt(index + 1)),
      )
      at += 1
    }
  })
}

const hyphen = 0x2d
const nine = 0x39

function hexDigit(code: number): number {
  return code <= nine ? code - 0x30 : code - 0x57
}

function fixedColumn<Item, Value>(
  oid: number,
  bytes: number,
  items: readonly Item[],
  of: Of<Item, Value>,
  set: (view: DataView, offset: number, value: Value) => void,
): Buffer {
  const { buffer, view } = begin(oid, items.length, items.length * (lengthBytes + bytes))
  let offset = headerBytes
  for (const item of items) {
    const value = of(item)
    if (value === undefined) {
      view.setInt32(offset, nullLength)
      offset += lengthBytes
    } else {
      view.setInt32(offset, bytes)
      set(view, offset + lengthBytes, value)
      offset += lengthBytes + bytes
    }
  }
  return end(buffer, view, items.length, offset)
}

/** Any text without U+0000, which Postgres has no place for. */
export function textColumn<Item>(items: readonly Item[], of: Of<Item, string>): Buffer {
  const values = items.map(of)
  const most = values.reduce((sum, value = '') => sum + bytesMost(value), 0)
  const { buffer, view } = begin(oids.text, items.length, items.length * lengthBytes + most)
  let offset = headerBytes
  for (const value of values) {
    const bytes = value === undefined ? nullLength : write(buffer, offset + lengthBytes, value)
    view.setInt32(offset, bytes)
    offset += lengthBytes + Math.max(0, bytes)
  }
  return end(buffer, view, items.length, offset)
}

/** Of one UTF-16 unit. */
const utf8BytesMost = 3
/** Up to so many letters a loop is done before the engine's own writer has begun. */
const lettersInLoop = 48
const asciiMost = 0x7f

/** Exact for what is long, or a column of one long text would take three times its room. */
function bytesMost(value: string): number {
  return value.length > lettersInLoop ? Buffer.byteLength(value) : value.length * utf8BytesMost
}

/** @returns bytes written */
function write(buffer: Buffer, offset: number, value: string): number {
  const { length } = value
  if (length > lettersInLoop) return buffer.write(value, offset)
  for (let index = 0; index < length; index += 1) {
    const code = value.charCodeAt(index)
    if (code > asciiMost) return buffer.write(value, offset)
    buffer[offset + index] = code
  }
  return length
}

function begin(oid: number, count: number, bytes: number) {
  const buffer = Buffer.allocUnsafe(headerBytes + bytes)
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
  view.setInt32(0, 1)
  view.setInt32(4, 1)
  view.setInt32(8, oid)
  view.setInt32(12, count)
  view.setInt32(16, 1)
  return { buffer, view }
}

/** An array without elements has no dimension. */
function end(buffer: Buffer, view: DataView, count: number, offset: number): Buffer {
  if (count > 0) return buffer.subarray(0, offset)
  view.setInt32(0, 0)
  return buffer.subarray(0, 12)
}
