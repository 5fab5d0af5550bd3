// @ts-check
import { spawn } from 'node:child_process'
import { asRoot, signalGroup } from './as-root.mjs'
import { onInterruption, throwIfInterrupted } from './interruption.mjs'

/** Enough of a command's output to show why it failed. */
const keptOutputLength = 4000

/** No command of a start takes longer, unless it is stuck. */
const usualLimitMs = 15 * 60_000

/**
 * From being asked to end until being killed; `npm ci` of npm 11 takes more than half a minute to
 * heed a SIGTERM.
 */
const graceMs = 10_000

/** What `timeout` of coreutils ends with. */
const timedOutCode = 124

/**
 * `asRoot`: by sudo unless we are root. `letFinish`: neither a signal nor a limit ends it.
 * `outputTo`: file descriptor that gets its standard output.
 * @typedef {{
 *   cwd?: string, env?: NodeJS.ProcessEnv, limitMs?: number,
 *   asRoot?: boolean, letFinish?: boolean, outputTo?: number,
 * }} RunOptions
 * `how` completes the sentence "npm ci …", e.g. "ended with 1".
 * @typedef {{ code: number, how: string, output: string }} Ended
 */

/**
 * Runs a command to its end, or to its limit. Output is kept, and shown only when it fails. A
 * signal to this process ends the command with all that it started; when they have ended,
 * Interrupted is thrown.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Ended>} code 127 when the command is not there, 124 when it was stopped at its
 * limit
 */
export async function run(command, args, options = {}) {
  throwIfInterrupted()
  const ended = await runToEnd([command, ...args], options)
  throwIfInterrupted()
  return ended
}

/** @param {readonly string[]} command @param {RunOptions} options @returns {Promise<Ended>} */
function runToEnd(command, options) {
  const { limitMs = usualLimitMs, letFinish = false } = options
  return new Promise((resolve) => {
    const child = start(command, options)
    let output = ''
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-keptOutputLength)
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    let isLate = false
    const stopping = stopper(child, options.asRoot === true)
    const forget = letFinish ? () => {} : onInterruption(stopping.stop)
    const limit = setTimeout(() => {
      isLate = true
      stopping.stop()
    }, limitMs)
    if (letFinish) clearTimeout(limit)
    const finish = (/** @type {Ended} */ ended) => {
      clearTimeout(limit)
      stopping.done()
      forget()
      resolve(ended)
    }
    child.on('error', ({ message }) => finish({ code: 127, how: 'did not start', output: message }))
    child.on('close', (code, signal) => {
      const how = isLate
        ? `was stopped after ${limitMs / 1000} s, expected it to end by then`
        : `ended with ${code ?? signal}`
      finish({ code: isLate ? timedOutCode : (code ?? 1), how, output })
    })
  })
}

/** @param {readonly string[]} command @param {RunOptions} options */
function start(command, { cwd, env, asRoot: byRoot = false, letFinish = false, outputTo }) {
  const [program = '', ...args] = byRoot ? asRoot(command) : command
  return spawn(program, args, {
    cwd,
    env,
    // A group of its own is ended with all that it started, once, whoever else got the signal.
    detached: !letFinish,
    stdio: ['ignore', outputTo ?? 'pipe', 'pipe'],
  })
}

/** @param {import('node:child_process').ChildProcess} child @param {boolean} ofRoot */
function stopper(child, ofRoot) {
  /** @type {NodeJS.Timeout | undefined} */
  let killing
  return {
    stop: () => {
      const { pid } = child
      if (pid === undefined || killing !== undefined) return
      // Whatever the signal was: what a shell starts in the background ignores a SIGINT.
      signalGroup(pid, 'SIGTERM', ofRoot)
      killing = setTimeout(() => {
        signalGroup(pid, 'SIGKILL', ofRoot)
        // What has left the group may hold the pipes open for ever.
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, graceMs)
    },
    done: () => clearTimeout(killing),
  }
}
