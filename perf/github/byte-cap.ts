import { Transform } from 'node:stream'
import { KnownFailure } from '../errors.ts'

/**
 * Passes bytes through and fails at the first one beyond the limit, whatever sizes were declared.
 */
export function byteCap(what: string, limitBytes: number): Transform {
  let seenBytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seenBytes += chunk.length
      if (seenBytes > limitBytes) done(tooLarge(what, seenBytes, limitBytes))
      else done(null, chunk)
    },
  })
}

export function tooLarge(what: string, bytes: number, limitBytes: number): KnownFailure {
  return new KnownFailure(
    'input',
    `${what} has ${bytes} bytes or more, expected at most ${limitBytes}`,
  )
}
