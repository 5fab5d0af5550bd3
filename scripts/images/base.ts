import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type Dockerode from 'dockerode'
import { asRoot, mayActAsRoot } from '../bootstrap/as-root.mjs'
import { isBuilt, recipeLabel, runProgram } from './engine.ts'
import { packageSource, type PackageSource } from './package-source.ts'

/**
 * The image that the others stand on: a minimal system of the machine's own distribution, made by
 * debootstrap from the machine's own mirror, because no registry need be there to pull one from.
 */
export async function buildBase(engine: Dockerode, force: boolean): Promise<string> {
  const source = packageSource(readIfThere('/etc/os-release'), aptSources(), readIfThere)
  const tag = `localhost/plumbline-base:${source.suite}`
  const hash = createHash('sha256').update(JSON.stringify(source)).digest('hex').slice(0, 16)
  if (!force && (await isBuilt(engine, tag, hash))) {
    console.log(`${tag}: there already`)
    return tag
  }
  if (!mayActAsRoot()) {
    throw new Error(`${tag} needs debootstrap, expected root or a sudo that asks for no password`)
  }
  console.log(`${tag}: debootstrap`)
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-base-'))
  try {
    const system = path.join(folder, 'system')
    const archive = path.join(folder, 'system.tar')
    await bootstrap(source, system)
    await pack(system, archive)
    await runProgram('docker', ['import', '-c', `LABEL ${recipeLabel}=${hash}`, archive, tag])
  } finally {
    removeAsRoot(folder)
  }
  return tag
}

/** @param system folder that debootstrap makes, with the owner and mode of a root folder */
function bootstrap(source: PackageSource, system: string): Promise<void> {
  const components = `--components=${source.components.join(',')}`
  const args = ['--variant=minbase', components, source.suite, system, source.mirror]
  return runProgram('debootstrap', args, { asRoot: true })
}

/**
 * Root reads the files, but the archive belongs to whoever builds, because their Docker client
 * reads it.
 */
async function pack(system: string, archive: string): Promise<void> {
  const excluded = ['./var/cache/apt/archives/*', './var/lib/apt/lists/*', './proc/*', './sys/*']
  const excludes = excluded.map((pattern) => `--exclude=${pattern}`)
  const file = openSync(archive, 'wx')
  try {
    const args = ['--numeric-owner', ...excludes, '-C', system, '-cf', '-', '.']
    await runProgram('tar', args, { asRoot: true, outputTo: file })
  } finally {
    closeSync(file)
  }
}

/**
 * Not into other file systems: a debootstrap that was killed may have left its /proc mounted in
 * there.
 */
function removeAsRoot(folder: string): void {
  const [program = '', ...args] = asRoot(['rm', '-rf', '--one-file-system', folder])
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) console.error(`${folder} is not removed, expected it gone: ${stderr}`)
}

function aptSources(): string[] {
  const folder = '/etc/apt/sources.list.d'
  const files = (existsSync(folder) ? readdirSync(folder) : [])
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
