import { execFile } from 'node:child_process'
import { basename, dirname, join, relative } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { KnownFailure } from '../../perf/errors.ts'
import { meantHint } from '../../perf/near-miss.ts'

/**
 * What the words of `npm test -- WORDS` select, asked of vitest itself before anything is started:
 * a word that selects no test would otherwise be told after minutes of checks, or not at all beside
 * one that does.
 */
export interface Selection {
  /** Words that are parts of paths. */
  readonly filters: readonly string[]
  readonly projects: readonly string[]
}

/** Paths of test files that a filter selects, relative to the root; of all where there is none. */
export type FilesOf = (filter?: string) => Promise<readonly string[]>

/** Throws KnownFailure('usage') for the first filter that matches no test file. */
export async function refuseUnmatched(
  { filters, projects }: Selection,
  filesOf: FilesOf,
): Promise<void> {
  const matches = await Promise.all(
    filters.map(async (filter) => ({ filter, files: await filesOf(filter) })),
  )
  const unmatched = matches.find(({ files }) => files.length === 0)
  if (unmatched === undefined) return
  const { filter } = unmatched
  const all = await filesOf()
  if (all.length === 0) {
    const state = `project ${projects.join(' or ')} has no test file`
    throw new KnownFailure('usage', `${state}, expected a project of vitest.config.ts`)
  }
  const hint = meantHint(filter, namesOf(all))
  const state = `filter "${filter}" matches no test file${hint}`
  const expected = `expected part of the path of one in ${projects.join(' or ')}, as perf/stats`
  throw new KnownFailure('usage', `${state}, ${expected}`, {
    remedy: `npm test -- -t '${filter.replaceAll("'", '')}', which goes by the names of tests`,
  })
}

/**
 * Whatever part of a path someone may have meant: its folders, each with its own name and its path;
 * itself.
 */
function namesOf(files: readonly string[]): string[] {
  const folders = new Set(files.flatMap(foldersAbove))
  const paths = [...folders, ...files]
  return [...new Set([...paths, ...paths.map((path) => basename(path).replace(/\..*$/, ''))])]
}

function foldersAbove(path: string): string[] {
  const folder = dirname(path)
  return folder === '.' ? [] : [folder, ...foldersAbove(folder)]
}

/** By vitest's own reading of its command line. */
export async function selectionOf(
  args: readonly string[],
  projects: readonly string[],
): Promise<Selection> {
  // Loaded where there are words only: it takes longer than all that is asked of it.
  const { parseCLI } = await import('vitest/node')
  const { filter, options } = parseCLI(['vitest', 'run', ...args])
  const chosen = options.project ?? []
  return { filters: filter, projects: chosen.length === 0 ? projects : [chosen].flat() }
}

const run = promisify(execFile)
const listTimeoutMs = 60_000
const listBytesMost = 16 * 1024 * 1024

/**
 * Asks vitest, which starts nothing for a list of files. Throws KnownFailure('prerequisite') where
 * it has none, as of a configuration that does not load: that is no filter's fault.
 */
export function listedBy(root: string, projects: readonly string[]): FilesOf {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  // A word right after --json would be the file to write to.
  const flags = ['--json', '--filesOnly', ...projects.map((name) => `--project=${name}`)]
  return async (filter) => {
    const words = filter === undefined ? [] : [filter]
    try {
      const { stdout } = await run(process.execPath, [vitest, 'list', ...flags, ...words], {
        cwd: root,
        timeout: listTimeoutMs,
        maxBuffer: listBytesMost,
      })
      const listed = JSON.parse(stdout) as readonly { readonly file: string }[]
      return listed.map(({ file }) => relative(root, file))
    } catch (failure) {
      // Where no file matches it ends with 0 and an empty list.
      const said = stripVTControlCharacters((failure as { stderr?: string }).stderr ?? '')
      if (said.includes('The filter matched no projects')) return []
      throw noList(said, failure)
    }
  }
}

/** What vitest says of a file that it cannot load begins after the heading of its own. */
function noList(said: string, cause: unknown): KnownFailure {
  const why = /^\w*Error: .*/m.exec(said)?.[0] ?? said.trim().split('\n')[0]
  const message = `vitest lists no test files: ${why}, expected them as vitest.config.ts has them`
  return new KnownFailure('prerequisite', message, { cause, remedy: 'npx vitest list --filesOnly' })
}
