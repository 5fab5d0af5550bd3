import type { BinaryParameter, BindMessage } from './bind-message.ts'

/**
 * Array parameters in Postgres' own binary form, one dimension from 1 on. What a hot statement
 * takes by the thousand is cheaper so on both sides: no digit is written or read, no quote escaped.
 * The element type has to be the very one that the statement casts to.
 *
 * Each takes items and what to take of them, so that no column of values is made first; they are
 * looked at when the statement is sent.
 *
 * Source: `array_recv` in src/backend/utils/adt/arrayfuncs.c; type OIDs in
 * src/include/catalog/pg_type.dat.
 */
const oids = { int8: 20, int4: 23, text: 25, uuid: 2950 } as const

const headerBytes = 20
const lengthBytes = 4
const nullLength = -1

type Of<Item, Value> = (item: Item) => Value | undefined

/** @throws RangeError, when it is sent, for what 32 bits with a sign do not hold */
export function int4Column<Item>(items: readonly Item[], of: Of<Item, number>): BinaryParameter {
  return integerColumn('int4', items, of)
}

/** @throws RangeError, when it is sent, for what is no safe integer */
export function int8Column<Item>(items: readonly Item[], of: Of<Item, number>): BinaryParameter {
  return integerColumn('int8', items, of)
}

/** A branch for each value: taking its writer as a function costs half as much again. */
function integerColumn<Item>(
  type: 'int4' | 'int8',
  items: readonly Item[],
  of: Of<Item, number>,
): BinaryParameter {
  const isShort = type === 'int4'
  const bytes = isShort ? 4 : 8
  return {
    writeTo(message) {
      const view = begin(message, oids[type], items.length, bytes)
      let at = message.used
      for (const item of items) {
        const value = of(item)
        if (value === undefined) {
          view.setInt32(at, nullLength)
          at += lengthBytes
        } else {
          view.setInt32(at, bytes)
          if (isShort) writeInt4(view, at + lengthBytes, value)
          else writeInt8(view, at + lengthBytes, value)
          at += lengthBytes + bytes
        }
      }
      message.advance(at)
    },
  }
}

function writeInt4(view: DataView, at: number, value: number): void {
  if ((value | 0) !== value) throw refusal('an integer', value, '32 bits with a sign')
  view.setInt32(at, value)
}

function writeInt8(view: DataView, at: number, value: number): void {
  if (!Number.isSafeInteger(value)) throw refusal('a bigint', value, 'a safe integer')
  view.setInt32(at, Math.floor(value / 0x1_0000_0000))
  view.setInt32(at + 4, value | 0)
}

/** The bytes would be those of another number, and nobody would ever know. */
function refusal(type: string, value: number, expected: string): RangeError {
  return new RangeError(`a value for ${type} column is ${value}, expected ${expected}`)
}

/** @param of lower case, with its four hyphens */
export function uuidColumn<Item>(
  items: readonly Item[],
  of: (item: Item) => string,
): BinaryParameter {
  return {
    writeTo(message) {
      const view = begin(message, oids.uuid, items.length, 16)
      let at = message.used
      for (const item of items) {
        view.setInt32(at, 16)
        writeUuid(view, at + lengthBytes, of(item))
        at += lengthBytes + 16
      }
      message.advance(at)
    },
  }
}

const hyphen = 0x2d
const nine = 0x39

function writeUuid(view: DataView, offset: number, uuid: string): void {
  let at = offset
  for (let index = 0; index < uuid.length; index += 2) {
    if (uuid.charCodeAt(index) === hyphen) index += 1
    const high = hexDigit(uuid.charCodeAt(index))
    view.setUint8(at, (high << 4) | hexDigit(uuid.charCodeAt(index + 1)))
    at += 1
  }
}

function hexDigit(code: number): number {
  return code <= nine ? code - 0x30 : code - 0x57
}

/** Any text without U+0000, which Postgres has no place for. */
export function textColumn<Item>(items: readonly Item[], of: Of<Item, string>): BinaryParameter {
  return {
    writeTo(message) {
      begin(message, oids.text, items.length, 0)
      for (const item of items) {
        const value = of(item)
        const from = message.used
        message.int32(nullLength)
        if (value !== undefined) {
          const bytes = message.utf8(value)
          message.reserve(0).setInt32(from, bytes)
        }
      }
    },
  }
}

/** @returns a view with room for all elements; an array without elements has no dimension */
function begin(message: BindMessage, oid: number, count: number, elementBytes: number): DataView {
  const view = message.reserve(headerBytes + count * (lengthBytes + elementBytes))
  const at = message.used
  view.setInt32(at, count > 0 ? 1 : 0)
  view.setInt32(at + 4, 1)
  view.setInt32(at + 8, oid)
  view.setInt32(at + 12, count)
  view.setInt32(at + 16, 1)
  message.advance(at + (count > 0 ? headerBytes : 12))
  return view
}
