// @ts-check
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BootstrapFailure } from './failure.mjs'
import { throwIfInterrupted } from './interruption.mjs'
import { say } from './progress.mjs'

const pollMs = 200
const waitLimitMs = 15 * 60_000

/**
 * Runs `work` while this process alone holds `file`, so that two starts at once do not install into
 * the same folder. A lock whose process has died is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withStartLock(file, work) {
  mkdirSync(dirname(file), { recursive: true })
  const deadline = Date.now() + waitLimitMs
  let announced = false
  while (!takeLock(file)) {
    const holder = lockHolder(file)
    if (holder !== undefined && !isAlive(holder)) {
      setAsideDeadLock(file, holder)
      continue
    }
    if (!announced) say(`bootstrap: waiting for another start (pid ${holder ?? 'unknown'})`)
    announced = true
    if (Date.now() > deadline) throw tooLong(file, holder)
    await sleep(pollMs)
    throwIfInterrupted()
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/** @param {string} file */
function takeLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * @param {string} file @returns {number | undefined} undefined when it is gone or not written yet
 */
function lockHolder(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined
  } catch {
    return undefined
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/**
 * Renaming before removing lets only one of several waiting processes clear a dead lock.
 * @param {string} file
 * @param {number} holder
 */
function setAsideDeadLock(file, holder) {
  const aside = `${file}.${holder}.dead-${process.pid}`
  try {
    renameSync(file, aside)
    if (lockHolder(aside) === holder) rmSync(aside, { force: true })
    else renameSync(aside, file)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
  }
}

/** @param {string} file @param {number | undefined} holder */
function tooLong(file, holder) {
  return new BootstrapFailure(
    `lock ${file} is still held by pid ${holder ?? 'unknown'} after ${waitLimitMs} ms, expected it to be free`,
    `rm ${file}`,
  )
}

/** @param {unknown} error */
function errorCode(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code
}
