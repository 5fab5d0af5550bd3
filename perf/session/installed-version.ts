import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Version of an installed package, as its own package.json states it. */
export function readInstalledVersion(repository: string, name: string): string {
  const text = readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
