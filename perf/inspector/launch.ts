import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SystemLaunch } from '../target/system-process.ts'

const preload = pathToFileURL(join(import.meta.dirname, 'preload', 'count-from-boot.mjs')).href

/** Starts the system with an inspector on this port of the loopback interface. */
export function inspected(port: number): SystemLaunch {
  return { nodeOptions: [`--inspect=127.0.0.1:${port}`] }
}

/** The same, and every function of it gets its block counters when it is compiled. */
export function countedFromBoot(port: number): SystemLaunch {
  return { nodeOptions: [`--inspect=127.0.0.1:${port}`, `--import=${preload}`] }
}
