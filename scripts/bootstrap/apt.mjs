// @ts-check
import { BootstrapFailure } from './failure.mjs'
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
  const root = process.getuid?.() === 0
  const usual = unique.map(({ names }) => names[0] ?? '')
  await checkMayInstall(usual, root)
  await step('apt-get update', () => apt(['update'], usual, root))
  const chosen = await Promise.all(unique.map(({ names }) => firstAvailable(names)))
  const install = ['install', '-y', '--no-install-recommends', ...chosen]
  await step(`apt-get install ${chosen.join(' ')}`, () => apt(install, chosen, root))
}

/** @param {readonly string[]} packages @param {boolean} root */
async function checkMayInstall(packages, root) {
  const missing = packages.join(', ')
  if ((await run('apt-get', ['--version'])).code !== 0) {
    throw new BootstrapFailure(
      `${missing} missing, and this machine has no apt-get to install from`,
      `install ${missing} with this machine's package manager, then start again`,
    )
  }
  if (root || (await run('sudo', ['-n', 'true'])).code === 0) return
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

/** @param {readonly string[]} args @param {readonly string[]} packages @param {boolean} root */
async function apt(args, packages, root) {
  const options = ['-q', '-o', `DPkg::Lock::Timeout=${lockTimeoutSeconds}`]
  const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, ...args]
  const [program = '', ...rest] = root ? command : ['sudo', '-n', ...command]
  const { code, output } = await run(program, rest)
  if (code === 0) return
  throw new BootstrapFailure(
    `${packages.join(', ')} could not be installed, apt-get ended with ${code}:\n${output.trim()}`,
    installCommand(packages, root),
  )
}
