import { type ChangedLines, fileNameMost } from '../result/evidence.ts'
import { target } from './contract.ts'
import { git } from './git.ts'
import type { Revisions } from './revisions.ts'

/**
 * Lines of head that the change touched, by git's own diff of the two trees. Only of what decides
 * the system's speed: a cause cannot lie elsewhere.
 */
export async function changedLines(
  repository: string,
  { base, head }: Revisions,
): Promise<ChangedLines> {
  const options = ['--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--find-renames']
  const prefixes = ['--src-prefix=a/', '--dst-prefix=b/']
  const folder = target.sources.filter((source) => source !== target.lockFile)
  const trees = [base.commit, head.commit, '--', ...folder]
  const quoting = ['-c', 'core.quotePath=false']
  const diff = await git([...quoting, 'diff', ...options, ...prefixes, ...trees], {
    cwd: repository,
  })
  return parseDiff(diff)
}

const filesMost = 1_000
const rangesMost = 2_000

/** A unified diff without context. Source: git-diff(1), "Generating patch text with -p". */
export function parseDiff(diff: string): ChangedLines {
  const files = new Map<string, { first: number; last: number }[]>()
  let ranges: { first: number; last: number }[] | undefined
  let left = 0
  for (const line of diff.split('\n')) {
    // Inside a hunk a line may look like anything.
    if (left > 0 && /^[+\-\\]/.test(line)) {
      if (!line.startsWith('\\')) left -= 1
      continue
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line)
    if (hunk !== null) {
      const [removed, first, added] = [Number(hunk[1] ?? 1), Number(hunk[2]), Number(hunk[3] ?? 1)]
      left = removed + added
      ranges?.push({ first: Math.max(1, first), last: Math.max(1, first + Math.max(0, added - 1)) })
    } else if (line.startsWith('diff --git ')) {
      ranges = undefined
    } else if (line.startsWith('+++ b/')) {
      // A name with a space has a tab behind it.
      const file = line.slice('+++ b/'.length).replace(/\t$/, '')
      ranges = []
      files.set(file, ranges)
    }
  }
  return [...files]
    .filter(([, found]) => found.length > 0)
    .slice(0, filesMost)
    .map(([file, found]) => ({
      file: file.slice(0, fileNameMost),
      ranges: found.slice(0, rangesMost),
    }))
}
