import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SystemLaunch } from '../target/system-process.ts'

const preload = pathToFileURL(join(import.meta.dirname, 'preload', 'count-from-boot.mjs')).href

/** When V8 optimises a function is chance, and with it what the function allocates. */
const unoptimised = ['--no-opt', '--no-maglev']

/** Starts the system with an inspector on this port of the loopback interface. */
export function inspected(port: number): SystemLaunch {
  return { nodeOptions: [`--inspect=127.0.0.1:${port}`] }
}

/**
 * The same, and everything in it is counted from its first line on. V8 gives a function block
 * counters only if it compiles it while precise coverage is on; what comes out of Node's compile
 * cache has none.
 */
export function countedFromBoot(port: number): SystemLaunch {
  return {
    nodeOptions: [...unoptimised, `--inspect=127.0.0.1:${port}`, `--import=${preload}`],
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
  }
}
