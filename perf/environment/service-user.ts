import { readFileSync } from 'node:fs'
import { KnownFailure } from '../errors.ts'

export interface ServiceUser {
  readonly uid: number
  readonly gid: number
}

/** Accounts that exist already: nothing is left behind in the machine's list of users. */
const candidates = ['postgres', 'nobody'] as const

/**
 * Postgres refuses to run as root, so root hands it to an unprivileged account. Undefined when we
 * are not root: then it runs as ourselves. `passwd` is the text of a passwd(5) file.
 */
export function serviceUser(passwd = readFileSync('/etc/passwd', 'utf8')): ServiceUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of candidates) {
    const entry = passwd.split('\n').find((line) => line.startsWith(`${name}:`))
    const [, , uid, gid] = entry?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new KnownFailure(
    'prerequisite',
    `no account for Postgres, expected one of ${candidates.join(', ')} in /etc/passwd`,
    { remedy: 'useradd --system postgres, or run as another user than root' },
  )
}
