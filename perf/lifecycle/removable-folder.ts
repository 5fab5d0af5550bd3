import { lstatSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import type { RecordOf } from './ledger-file.ts'

/** A folder this near the root belongs to the machine, not to a run. */
const smallestDepth = 2

/**
 * A recorded folder is removed with all it holds, so one that holds more than a run's own things is
 * refused when it is recorded. Throws a plain Error: it is a bug of the caller.
 */
export function refuseUnsafeFolder(folder: string, runFolder: string): void {
  const parts = path.resolve(folder).split(path.sep).filter(Boolean)
  const holdsMore = [runFolder, homedir(), process.cwd()].some((kept) => isWithin(kept, folder))
  if (!path.isAbsolute(folder) || parts.length < smallestDepth || holdsMore) {
    throw new Error(
      `folder ${folder} may not be recorded for removal, expected an absolute path of the run's own that holds neither the state folder, the home folder nor the working folder`,
    )
  }
}

function isWithin(inner: string, outer: string): boolean {
  const way = path.relative(path.resolve(outer), path.resolve(inner))
  return way === '' || (!way.startsWith('..') && !path.isAbsolute(way))
}

export type FolderRemoval = 'removed' | 'absent' | 'not-ours'

/**
 * Removes a recorded folder unless somebody else has made one of that name since. Links are not
 * followed.
 */
export async function removeRecordedFolder(record: RecordOf<'folder'>): Promise<FolderRemoval> {
  const inode = inodeOf(record.path)
  if (inode === null) return 'absent'
  if (record.inode !== null && record.inode !== inode) return 'not-ours'
  await rm(record.path, { recursive: true, force: true, maxRetries: 3 })
  return 'removed'
}

/** Device and inode of what stands at this path now; null when nothing does. */
export function inodeOf(folder: string): string | null {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`
}
