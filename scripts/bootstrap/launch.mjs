// @ts-check
import { spawn } from 'node:child_process'
import { delimiter, dirname, join } from 'node:path'
import { constants } from 'node:os'
import { stopSignals } from './interruption.mjs'
import { pinnedNode } from './packages.mjs'

/**
 * A terminal sends Ctrl-C and Ctrl-\ to the whole foreground group, so the command has them
 * already.
 */
const fromTerminal = process.stdin.isTTY === true ? ['SIGINT', 'SIGQUIT'] : []

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
  for (const signal of stopSignals) {
    process.on(signal, () => {
      if (!fromTerminal.includes(signal)) child.kill(signal)
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM'])
    })
  })
}
