import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { KnownFailure } from '../errors.ts'
import { inheritedEnvironment } from '../lifecycle/config.ts'

const run = promisify(execFile)
const gitTimeoutMs = 120_000

export interface GitOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Standard output of one git command, trimmed; a failure carries git's own words. */
export async function git(args: readonly string[], options: GitOptions): Promise<string> {
  const pending = run('git', [...args], {
    cwd: options.cwd,
    // A hook's GIT_DIR must not lead our commands astray, so only the essentials are handed on.
    env: { ...inheritedEnvironment('essential'), ...gitEnvironment, ...options.env },
    timeout: gitTimeoutMs,
    maxBuffer: 64 * 1024 * 1024,
  })
  try {
    return (await pending).stdout.trim()
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim() || String(cause)
    throw new KnownFailure('git', `git ${args[0] ?? ''} failed: ${said}`, { cause })
  }
}

/** Undefined in place of a failure: for questions whose answer may be "there is none". */
export async function gitMaybe(
  args: readonly string[],
  options: GitOptions,
): Promise<string | undefined> {
  try {
    return await git(args, options)
  } catch {
    return undefined
  }
}

/** Messages in one language; nobody is there to answer a prompt. */
const gitEnvironment: Readonly<Record<string, string>> = {
  LC_ALL: 'C',
  GIT_TERMINAL_PROMPT: '0',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
}
