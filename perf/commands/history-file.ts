import { readFile } from 'node:fs/promises'
import { KnownFailure } from '../errors.ts'

/**
 * Text of a history, empty where there is none yet. @throws KnownFailure('disk') where there is one that cannot
 * be read: it would be written over by this run's line alone
 */
export async function historyIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return ''
    throw new KnownFailure('disk', `the history ${file} cannot be read: ${message}`, { cause })
  }
}
