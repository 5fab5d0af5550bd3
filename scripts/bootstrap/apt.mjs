// @ts-check
import { isRoot, mayActAsRoot } from './as-root.mjs'
import { BootstrapFailure } from './failure.mjs'
import { onInterruption } from './interruption.mjs'
import { installCommand } from './plan.mjs'
import { say, step } from './progress.mjs'
import { run } from './run.mjs'

/** apt waits this long for another apt to let go of its lock. */
const lockTimeoutSeconds = 300

/**
 * Says what it is about to install and why, then installs it.
 * @param {readonly import('./plan.mjs').WantedPackage[]} wanted
 * @returns {Promise<void>}
 */
export async function installPackages(wanted) {
  const unique = wanted.filter(
    (one, index) => wanted.findIndex(({ names }) => names[0] === one.names[0]) === index,
  )
  if (unique.length === 0) return
  for (const { names, why } of unique) say(`bootstrap: ${names[0]} is needed: ${why}`)
  const usual = unique.map(({ names }) => names[0] ?? '')
  await checkMayInstall(usual)
  await step('apt-get update', () => apt(['update'], usual))
  const chosen = await Promise.all(unique.map(({ names }) => firstAvailable(names)))
  const install = ['install', '-y', '--no-install-recommends', ...chosen]
  await step(`apt-get install ${chosen.join(' ')}`, () => apt(install, chosen))
}

/** @param {readonly string[]} packages */
async function checkMayInstall(packages) {
  const missing = packages.join(', ')
  if ((await run('apt-get', ['--version'])).code !== 0) {
    throw new BootstrapFailure(
      `${missing} missing, and this machine has no apt-get to install from`,
      `install ${missing} with this machine's package manager, then start again`,
    )
  }
  if (mayActAsRoot()) return
  throw new BootstrapFailure(
    `${missing} missing, and installing needs root or a sudo that asks for no password`,
    installCommand(packages, false),
  )
}

/** @param {readonly string[]} names */
async function firstAvailable(names) {
  for (const name of names) {
    const { code, output } = await run('apt-cache', ['policy', name])
    if (code === 0 && /Candidate: (?!\(none\))/.test(output)) return name
  }
  return names[0] ?? ''
}

/**
 * apt-get is never stopped halfway: the next one would find packages that are half installed.
 * @param {readonly string[]} args @param {readonly string[]} packages
 */
async function apt(args, packages) {
  const options = ['-q', '-o', `DPkg::Lock::Timeout=${lockTimeoutSeconds}`]
  const words = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, ...args]
  const forget = onInterruption((signal) => say(`bootstrap: ${signal}: waiting for apt-get to end`))
  const { code, how, output } = await run('env', words, { asRoot: true, letFinish: true }).finally(
    forget,
  )
  if (code === 0) return
  throw new BootstrapFailure(
    `${packages.join(', ')} could not be installed, apt-get ${how}:\n${output.trim()}`,
    installCommand(packages, isRoot()),
  )
}
