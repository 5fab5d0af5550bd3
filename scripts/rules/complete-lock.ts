import { readFileSync, writeFileSync } from 'node:fs'

/**
 * `npm ci` of npm 11 refuses a lock file that lacks an optional package, and `npm install` leaves
 * one out when its registry does not carry it (a mirror without the builds for other platforms).
 * This writes the missing entries, which need no registry: name and version come from the package
 * that asks for them, the platform from the name. Run as
 * `node_modules/.bin/node scripts/rules/complete-lock.ts`.
 */
interface LockEntry {
  version?: string
  optional?: boolean
  dev?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

export interface Lock {
  packages: Record<string, LockEntry>
}

export interface MissingEntry {
  readonly wantedBy: string
  readonly name: string
  readonly version: string
}

export function missingOptionalPackages(lock: Lock): readonly MissingEntry[] {
  return Object.entries(lock.packages).flatMap(([wantedBy, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !resolves(lock, wantedBy, name))
      .map(([name, version]) => ({ wantedBy, name, version })),
  )
}

/**
 * A new lock with the entries that are missing; entries that cannot be told from their name are
 * left out.
 */
export function completeLock(lock: Lock): Lock {
  const packages = { ...lock.packages }
  for (const { wantedBy, name, version } of missingOptionalPackages(lock)) {
    const platform = platformOf(name)
    if (platform === undefined) continue
    const dev = lock.packages[wantedBy]?.dev === true ? { dev: true } : {}
    packages[`node_modules/${name}`] = { version, ...dev, optional: true, ...platform }
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  return { ...lock, packages: Object.fromEntries(sorted) }
}

/** Node's own search: the folder of whoever asks, then every folder above it. */
function resolves(lock: Lock, from: string, name: string): boolean {
  if (lock.packages[from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`])
    return true
  if (from === '') return false
  return resolves(lock, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name)
}

const platformName =
  /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(gnu|musl))?/

function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> | undefined {
  const [, os, cpu, libc] = platformName.exec(name) ?? []
  if (os === undefined || cpu === undefined) return undefined
  const libcs = libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : libc] }
  return { os: [os], cpu: [cpu], ...libcs }
}

if (import.meta.main) {
  const file = new URL('../../package-lock.json', import.meta.url)
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock
  const missing = missingOptionalPackages(lock)
  if (missing.length > 0) writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`)
  console.log(`package-lock.json: ${missing.length} optional packages were missing`)
}
