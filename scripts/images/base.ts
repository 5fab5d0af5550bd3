import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type Dockerode from 'dockerode'
import { isBuilt, recipeLabel, runProgram } from './engine.ts'
import { packageSource, type PackageSource } from './package-source.ts'

/**
 * The image that the others stand on: a minimal system of the machine's own distribution, made by
 * debootstrap from the machine's own mirror, because no registry need be there to pull one from.
 */
export async function buildBase(engine: Dockerode, force: boolean): Promise<string> {
  const source = packageSource(readFileSync('/etc/os-release', 'utf8'), aptSources())
  const tag = `localhost/plumbline-base:${source.suite}`
  const hash = createHash('sha256').update(JSON.stringify(source)).digest('hex').slice(0, 16)
  if (!force && (await isBuilt(engine, tag, hash))) {
    console.log(`${tag}: there already`)
    return tag
  }
  if (process.getuid?.() !== 0) {
    throw new Error(`${tag} needs debootstrap as root, expected \`sudo npm run images\``)
  }
  console.log(`${tag}: debootstrap`)
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-base-'))
  try {
    await bootstrap(source, folder)
    await importFolder(folder, tag, hash)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return tag
}

function bootstrap(source: PackageSource, folder: string): Promise<void> {
  return runProgram('debootstrap', [
    '--variant=minbase',
    `--components=${source.components.join(',')}`,
    source.suite,
    folder,
    source.mirror,
  ])
}

async function importFolder(folder: string, tag: string, hash: string): Promise<void> {
  const archive = `${folder}.tar`
  try {
    const excluded = ['./var/cache/apt/archives/*', './var/lib/apt/lists/*', './proc/*', './sys/*']
    const excludes = excluded.map((pattern) => `--exclude=${pattern}`)
    await runProgram('tar', ['--numeric-owner', ...excludes, '-C', folder, '-cf', archive, '.'])
    await runProgram('docker', ['import', '-c', `LABEL ${recipeLabel}=${hash}`, archive, tag])
  } finally {
    rmSync(archive, { force: true })
  }
}

function aptSources(): string[] {
  const folder = '/etc/apt/sources.list.d'
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sources') || name.endsWith('.list'))
    .map((name) => path.join(folder, name))
  return ['/etc/apt/sources.list', ...files].map(readIfThere).filter((text) => text !== '')
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Newer systems have only the folder, older ones only the file.
    return ''
  }
}
