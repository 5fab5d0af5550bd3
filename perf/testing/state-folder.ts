import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultCacheFolder } from '../environment/config.ts'

/**
 * A cache folder of a test's own: it sees the machine's downloads and has its own runs, so that
 * `clean` and a person's run beside the tests never meet.
 */
export interface StateFolder extends Disposable {
  readonly cache: string
  /** Folders of runs that are there now. */
  runs(): string[]
}

export function stateFolder(): StateFolder {
  const cache = mkdtempSync(join(tmpdir(), 'plumbline-state-'))
  // Postgres runs as another user when we are root, and must be able to walk to its data folder.
  chmodSync(cache, 0o755)
  const shared = defaultCacheFolder()
  const downloads = existsSync(shared) ? readdirSync(shared) : []
  for (const name of downloads.filter((entry) => !entry.endsWith('runs'))) {
    symlinkSync(join(shared, name), join(cache, name))
  }
  const runs = join(cache, 'runs')
  mkdirSync(runs)
  return {
    cache,
    runs: () => readdirSync(runs).map((name) => join(runs, name)),
    [Symbol.dispose]: () => rmSync(cache, { recursive: true, force: true }),
  }
}
