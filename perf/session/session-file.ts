import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from './session.ts'

/**
 * How the command line hands its session to vitest's own set-up, which runs in a module world of
 * its own.
 */
export const sessionFileVariable = 'PLUMBLINE_SESSION'

export function writeSessionFile(session: Session): string {
  const file = join(session.ledgerFolder, 'session.json')
  writeFileSync(file, JSON.stringify(session), { mode: 0o600 })
  return file
}

export function readSessionFile(file: string): Session {
  return JSON.parse(readFileSync(file, 'utf8')) as Session
}
