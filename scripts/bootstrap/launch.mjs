// @ts-check
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { constants } from 'node:os'
import { pinnedNode } from './packages.mjs'

/** A terminal sends Ctrl-C to the whole foreground group, so the command has it already. */
const fromTerminal = process.stdin.isTTY === true
const forwarded = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

const orphanPollMs = 500

/**
 * Runs the command under the pinned Node, as if it had been started directly: same terminal, same
 * signals, same exit code.
 * @param {string} root
 * @param {string} entry path from the root
 * @param {readonly string[]} args
 * @returns {Promise<number>} exit code; a death by signal counts as 128 + its number
 */
export function launch(root, entry, args) {
  const node = pinnedNode(root)
  const bins = join(root, 'node_modules', '.bin')
  const searchPath = [bins, dirname(node), process.env['PATH'] ?? ''].join(delimiter)
  const child = spawn(node, [join(root, entry), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: searchPath },
  })
  for (const signal of forwarded) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !fromTerminal) child.kill(signal)
    })
  }
  // npm passes no signal on: when it was ended, the command would run on without anybody knowing.
  if (process.env['npm_lifecycle_event'] !== undefined) {
    whenOrphaned(() => child.kill('SIGTERM'))
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM'])
    })
  })
}

/** @param {() => void} act called once, when the parent process has gone */
function whenOrphaned(act) {
  const parent = process.ppid
  const poll = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(poll)
    act()
  }, orphanPollMs)
  poll.unref()
}
