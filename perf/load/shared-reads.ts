import { connect, type Socket } from 'node:net'

/** As much as Node reads at once. */
const bufferBytes = 64 * 1024

/**
 * What all connections read into, one after the other. Node makes a buffer of this size for each
 * read of a socket that brings none, and collecting those takes longer than all that is done with
 * what was read.
 */
const buffer = Buffer.allocUnsafeSlow(bufferBytes)

/** @param read is told of the first `length` bytes, which are there until it returns */
export function connectShared(
  host: string,
  port: number,
  read: (bytes: Buffer, length: number) => void,
): Socket {
  return connect({
    host,
    port,
    onread: {
      buffer,
      callback(length) {
        read(buffer, length)
        return true
      },
    },
  })
}
