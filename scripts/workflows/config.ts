import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { cacheFolder as cacheFolderOf } from '../bootstrap/cache-folder.mjs'

export const repositoryRoot = resolve(import.meta.dirname, '../..')

export function cacheFolder(): string {
  const { uid, homedir: home } = userInfo()
  return cacheFolderOf(process.env, { uid, home })
}
