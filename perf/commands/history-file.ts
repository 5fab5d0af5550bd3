import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { makeOutFolder } from '../session/out-folder.ts'

/**
 * Text of a history, empty where there is none yet. @throws KnownFailure('disk') where there is one
 * that cannot be read: it would be written over by this run's line alone
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

/**
 * Before a run of minutes whose line is to be added: throws as `historyIn`, or where no line can
 * be.
 */
export async function expectHistory(file: string): Promise<void> {
  await makeOutFolder(dirname(file), 'folder of the history', '--history FILE names another file')
  await historyIn(file)
}
