import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The system's own command line. */
export const mainFile = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Runs `migrate` or `seed` as a process of its own. @throws when it fails */
export async function runCommand(
  name: 'migrate' | 'seed',
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, [mainFile, name], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await once(child, 'exit')
  if (child.exitCode !== 0) {
    throw new Error(`${name} ended with exit code ${child.exitCode}, expected 0`)
  }
}
