import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { join } from 'node:path'

const run = promisify(execFile)
const answerTimeoutMs = 20_000

/** As it calls itself, e.g. `valgrind-3.19.0`; undefined where it cannot be had. */
export async function valgrindVersion(): Promise<string | undefined> {
  return firstLine('valgrind')
}

/** e.g. `v26.10.0`; undefined when the program does not run. */
export async function firstLine(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: answerTimeoutMs })
    return stdout.trim().split('\n')[0]
  } catch {
    return undefined
  }
}

/**
 * The command before a process's own. Valgrind's `callgrind` counts every instruction that a
 * process executes, on a synthetic processor, so that neither neighbours nor the machine's own
 * speed matter. Debian and Ubuntu package it. Dumps are `<folder>/dump.<pid>.<number>`.
 */
export function callgrind(folder: string, ...options: readonly string[]): string[] {
  return [
    'valgrind',
    '--tool=callgrind',
    // Its banner and its closing words would stand in the messages of a process that failed.
    '--quiet',
    `--callgrind-out-file=${join(folder, dumpPrefix)}%p`,
    `--vgdb-prefix=${join(folder, 'vgdb')}`,
    // Lines would make a dump ten times as large; V8's code has none, and servers are shipped
    // without.
    '--dump-line=no',
    ...options,
  ]
}

export const dumpPrefix = 'dump.'
