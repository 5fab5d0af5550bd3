import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { KnownFailure } from '../errors.ts'

/** So many identifiers go with one query: their text is held in memory by both sides. */
const linesPerPiece = 100_000

/**
 * What the system acknowledged, by pieces. @param expected how many lines clients were told of:
 * where fewer can be read, what is lost cannot be asked after @throws KnownFailure('disk')
 */
export async function* acknowledgedIn(
  file: string,
  expected: number,
  perPiece = linesPerPiece,
): AsyncGenerator<string[]> {
  if (expected === 0) return
  let lines: string[] = []
  let read = 0
  for await (const line of linesOf(file)) {
    lines.push(line)
    read += 1
    if (lines.length < perPiece) continue
    yield lines
    lines = []
  }
  if (lines.length > 0) yield lines
  if (read >= expected) return
  const message = `${file} holds ${read} acknowledged identifiers, expected ${expected}`
  throw new KnownFailure('disk', `${message}: whether the others are stored cannot be asked`)
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* createInterface({ input: createReadStream(file) })
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure
  }
}
