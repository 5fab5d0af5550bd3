/** What the process has afterwards beside all that it has now. */
export interface Addition {
  /** NAME=value each. */
  readonly environment?: readonly string[]
  /** Of Node. */
  readonly flags?: readonly string[]
  /** At the end of the command line. */
  readonly argument?: string
}

/** Adds to the environment and becomes what it is told. */
const env = '/usr/bin/env'

/**
 * The process becomes itself again from its first line on, and keeps its pid and everything else.
 * Does nothing where a process cannot be replaced.
 */
export function startAgain({ environment = [], flags = [], argument }: Addition): void {
  const node = [process.execPath, ...flags, ...process.execArgv, ...process.argv.slice(1)]
  const last = argument === undefined ? [] : [argument]
  process.execve?.(env, [env, ...environment, ...node, ...last])
}
