import { mkdir, mkdtemp, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { KnownFailure } from '../errors.ts'

/**
 * Makes a folder for what a run writes, and tries whether it takes anything: called before anything
 * is started, so that no one learns after minutes that there was no place for the result.
 * @param what what it is for, in the failure's words
 * @param remedy how another folder is named
 * @throws KnownFailure('disk')
 */
export async function makeOutFolder(
  folder: string,
  what = 'output folder',
  remedy = '--out DIR names another folder',
): Promise<void> {
  try {
    await makeWithParents(folder)
    await rmdir(await mkdtemp(join(folder, '.trial-')))
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    const message = `${what} ${folder} cannot be written to: ${said}`
    throw new KnownFailure('disk', message, { remedy })
  }
}

/**
 * One by one: Node's recursive mkdir never comes back from a place like /proc, where none can be
 * made.
 */
async function makeWithParents(folder: string): Promise<void> {
  if (await isFolder(folder)) return
  await makeWithParents(dirname(folder))
  try {
    await mkdir(folder)
  } catch (failure) {
    // Somebody else may have been quicker.
    if (!(await isFolder(folder))) throw failure
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw failure
  }
}
