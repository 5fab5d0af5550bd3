// @ts-check
import { constants } from 'node:os'

/** What a person, npm or a closing terminal stops a start with. */
export const stopSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])

/** Thrown out of whatever was waited for, so that locks and folders are put away on the way out. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`stopped by ${signal}`)
    this.name = 'Interrupted'
    this.exitCode = 128 + constants.signals[signal]
  }
}

/** @type {NodeJS.Signals | undefined} */
let received
/** @type {Set<(signal: NodeJS.Signals) => void>} */
const listeners = new Set()

/** From here on a signal ends what runs, and then this process by Interrupted, in order. */
export function catchSignals() {
  for (const signal of stopSignals) process.on(signal, interrupt)
}

/**
 * One wish to stop can arrive several times, from the terminal and handed on by npm: the first
 * counts.
 * @param {NodeJS.Signals} signal
 */
export function interrupt(signal) {
  if (received !== undefined) return
  received = signal
  for (const listener of listeners) listener(signal)
}

/**
 * @param {(signal: NodeJS.Signals) => void} listener called once, at the first signal
 * @returns {() => void} takes it away again
 */
export function onInterruption(listener) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** @returns {void} */
export function throwIfInterrupted() {
  if (received !== undefined) throw new Interrupted(received)
}
