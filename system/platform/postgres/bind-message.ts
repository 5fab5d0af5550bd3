const firstBytes = 64 * 1024
/** A larger buffer was for one message only: each connection would keep its own for ever. */
const keptBytesMost = 8 * 1024 * 1024
const bindCode = 0x42
const utf8BytesMost = 3
const textFormat = 0
const binaryFormat = 1
const nullLength = -1
/** Up to so many letters a loop is done before the engine's own writer has begun. */
const lettersInLoop = 48
const asciiMost = 0x7f

/** A parameter that writes itself into the message. */
export interface BinaryParameter {
  /** Its bytes, without their number. */
  writeTo(message: BindMessage): void
}

/**
 * One Bind message of the extended query protocol in a buffer that is used again. The driver makes
 * each message by growing a new buffer from 256 bytes on: of a batch of five hundred payments that
 * leaves a megabyte outside the heap to be collected, and V8 answers with whole collections.
 *
 * Source: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class BindMessage {
  #buffer = Buffer.allocUnsafeSlow(firstBytes)
  #view = viewOf(this.#buffer)
  #used = 0

  /** @returns the message; what it is made of is written over by the next one */
  compose(statement: string, values: readonly (BinaryParameter | string | undefined)[]): Buffer {
    if (this.#buffer.length > keptBytesMost) this.#use(Buffer.allocUnsafeSlow(firstBytes))
    this.#used = 0
    this.#byte(bindCode)
    this.#used += 4
    this.#byte(0)
    this.utf8(statement)
    this.#byte(0)
    this.#int16(values.length)
    for (const value of values) this.#int16(typeof value === 'object' ? binaryFormat : textFormat)
    this.#int16(values.length)
    for (const value of values) this.#parameter(value)
    this.#int16(1)
    this.#int16(textFormat)
    this.#view.setInt32(1, this.#used - 1)
    return this.composed
  }

  /** What was composed last. */
  get composed(): Buffer {
    return this.#buffer.subarray(0, this.#used)
  }

  #parameter(value: BinaryParameter | string | undefined): void {
    if (value === undefined) {
      this.int32(nullLength)
      return
    }
    const from = this.#used
    this.int32(0)
    if (typeof value === 'string') this.utf8(value)
    else value.writeTo(this)
    this.#view.setInt32(from, this.#used - from - 4)
  }

  int32(value: number): void {
    this.reserve(4).setInt32(this.#used, value)
    this.#used += 4
  }

  /** Where the next byte goes. */
  get used(): number {
    return this.#used
  }

  /** @param to where the next byte goes after what was written into the view that `reserve` gave */
  advance(to: number): void {
    this.#used = to
  }

  /** Room for so many bytes from `used` on. The view is good until more is reserved. */
  reserve(bytes: number): DataView {
    const needed = this.#used + bytes
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#buffer.length))
      this.#buffer.copy(larger, 0, 0, this.#used)
      this.#use(larger)
    }
    return this.#view
  }

  #use(buffer: Buffer<ArrayBuffer>): void {
    this.#buffer = buffer
    this.#view = viewOf(buffer)
  }

  /** @returns how many bytes it took */
  utf8(text: string): number {
    const from = this.#used
    this.#used += text.length > lettersInLoop ? this.#long(text) : this.#short(text)
    return this.#used - from
  }

  #short(text: string): number {
    const { length } = text
    const view = this.reserve(length * utf8BytesMost)
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index)
      if (code > asciiMost) return this.#buffer.write(text, this.#used)
      view.setUint8(this.#used + index, code)
    }
    return length
  }

  #long(text: string): number {
    this.reserve(Buffer.byteLength(text))
    return this.#buffer.write(text, this.#used)
  }

  #byte(value: number): void {
    this.reserve(1).setUint8(this.#used, value)
    this.#used += 1
  }

  #int16(value: number): void {
    this.reserve(2).setInt16(this.#used, value)
    this.#used += 2
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
}
