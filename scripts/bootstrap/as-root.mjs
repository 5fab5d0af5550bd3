// @ts-check
import { spawnSync } from 'node:child_process'

const answerLimitMs = 10_000

/** @returns {boolean} */
export const isRoot = () => process.getuid?.() === 0

/**
 * The same command as root does it: itself, or through a sudo that asks for no password.
 * @param {readonly string[]} command
 * @returns {readonly string[]}
 */
export function asRoot(command) {
  return isRoot() ? command : ['sudo', '-n', ...command]
}

/** @returns {boolean} */
export function mayActAsRoot() {
  if (isRoot()) return true
  return spawnSync('sudo', ['-n', 'true'], { timeout: answerLimitMs }).status === 0
}

/**
 * Sends to every process of a group, also where its members are root's and we are not.
 * @param {number} group pid of the process that leads it
 * @param {NodeJS.Signals} signal
 * @param {boolean} ofRoot it was started by `asRoot`
 */
export function signalGroup(group, signal, ofRoot) {
  if (ofRoot && !isRoot()) {
    // sudo passes on no signal of the group that it was started from, so the sender gets one of its
    // own.
    const kill = ['sh', '-c', 'kill -s "$1" -- "-$2"', 'sh', signal.slice('SIG'.length)]
    const [program = '', ...args] = asRoot(['setsid', ...kill, String(group)])
    spawnSync(program, args, { stdio: 'ignore', timeout: answerLimitMs })
    return
  }
  try {
    process.kill(-group, signal)
  } catch (error) {
    // It has ended in this moment, or runs as somebody else and ends by itself.
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}
