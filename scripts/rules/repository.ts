import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * The repository's own rules are tests. A rule is a pure function from files to what is wrong with
 * them, so that each is tested twice: it holds here, and it sees a planted mistake.
 */
export interface RepositoryFile {
  /** From the root of the checkout, with slashes. */
  readonly path: string
  readonly text: string
}

/** Each violation says where, what, and what to do instead. */
export type Rule = (files: readonly RepositoryFile[]) => readonly string[]

export const root = resolve(import.meta.dirname, '../..')

const binary = /\.(png|jpe?g|gif|ico|woff2?|zip|gz|cpuprofile)$/

/** Every tracked text file as it is in the work tree. */
export function trackedFiles(): readonly RepositoryFile[] {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  return listed
    .split('\0')
    .filter((path) => path !== '' && !binary.test(path) && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** One violation for every line that matches. */
export function matchingLines(
  file: RepositoryFile,
  pattern: RegExp,
  instead: string,
): readonly string[] {
  return file.text.split('\n').flatMap((line, index) => {
    const found = pattern.exec(line)?.[0]
    return found === undefined ? [] : [`${file.path}:${index + 1} has "${found}": ${instead}`]
  })
}

export function textOf(files: readonly RepositoryFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? ''
}

export interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

export function manifestOf(files: readonly RepositoryFile[]): Manifest {
  const parsed = JSON.parse(textOf(files, 'package.json') || '{}') as Partial<Manifest>
  return { scripts: {}, dependencies: {}, devDependencies: {}, ...parsed }
}
