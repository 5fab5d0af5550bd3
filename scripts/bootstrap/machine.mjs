// @ts-check
import { accessSync, constants, existsSync, readFileSync, realpathSync } from 'node:fs'
import { request } from 'node:http'
import { delimiter, dirname, join } from 'node:path'
import { kafkaJarsFolder } from './cache-folder.mjs'
import { run } from './run.mjs'

const engineAnswerMs = 500
/** An engine elsewhere is asked through its client, which itself would wait for minutes. */
const remoteAnswerMs = 10_000

/**
 * What this machine has, as far as the plan asks.
 * @typedef {{
 *   redisServer: boolean, javaMajor: number | undefined, maven: boolean, kafkaJars: boolean,
 *   engineAnswers: boolean, docker: boolean, dockerd: boolean, iptables: boolean, debootstrap:
 *   boolean, valgrind: boolean, pip: boolean, browser: boolean,
 * }} Facts
 */

/**
 * @param {string} cache
 * @param {string} searchPath PATH
 * @param {boolean} engineAnswers
 * @returns {Facts}
 */
export function lookAtMachine(cache, searchPath, engineAnswers) {
  const has = (/** @type {string} */ name) => findCommand(name, searchPath) !== undefined
  return {
    redisServer: has('redis-server'),
    javaMajor: javaMajor(findCommand('java', searchPath)),
    maven: has('mvn'),
    kafkaJars: existsSync(kafkaJarsFolder(cache)),
    engineAnswers,
    docker: has('docker'),
    dockerd: has('dockerd'),
    iptables: has('iptables'),
    debootstrap: has('debootstrap'),
    valgrind: has('valgrind'),
    pip: has('pip3'),
    browser: findBrowser(searchPath) !== undefined,
  }
}

/** Debian's name first; hosted machines come with Google's own. */
const browsers = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser']

/**
 * The browser that the dashboard is tested in.
 * @param {string} searchPath
 * @returns {string | undefined}
 */
export function findBrowser(searchPath) {
  return browsers.map((name) => findCommand(name, searchPath)).find((path) => path !== undefined)
}

/** Debian keeps server programs where an ordinary user's PATH does not look. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin']

/**
 * @param {string} name
 * @param {string} searchPath
 * @returns {string | undefined}
 */
export function findCommand(name, searchPath) {
  const given = searchPath.split(delimiter).filter(Boolean)
  // A PATH without any system folder is deliberate (a test, a sandbox): nothing is added to it.
  const folders = given.includes('/usr/bin') ? [...given, ...systemFolders] : given
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Read from the `release` file beside the binary: starting a JVM to ask costs more than all the
 * rest.
 * @param {string | undefined} java
 */
function javaMajor(java) {
  if (java === undefined) return undefined
  try {
    const release = readFileSync(join(dirname(dirname(realpathSync(java))), 'release'), 'utf8')
    return javaMajorOfRelease(release)
  } catch {
    return undefined
  }
}

/**
 * @param {string} release text with a line JAVA_VERSION="17.0.13" (or "1.8.0_402")
 * @returns {number | undefined}
 */
export function javaMajorOfRelease(release) {
  const major = /^JAVA_VERSION="(?:1\.)?(\d+)/m.exec(release)?.[1]
  return major === undefined ? undefined : Number(major)
}

/**
 * Asks the engine and not the PATH: a Docker client without an engine is common.
 * @param {string | undefined} dockerHost DOCKER_HOST
 * @param {number} [limitMs] for an engine on another machine
 * @returns {Promise<boolean>}
 */
export async function dockerEngineAnswers(dockerHost, limitMs = remoteAnswerMs) {
  if (dockerHost && !dockerHost.startsWith('unix://')) {
    const question = ['version', '--format', '{{.Server.Version}}']
    return (await run('docker', question, { limitMs })).code === 0
  }
  const socketPath = dockerHost?.slice('unix://'.length) || '/var/run/docker.sock'
  if (!existsSync(socketPath)) return false
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/_ping', timeout: engineAnswerMs }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.on('timeout', () => asked.destroy())
    asked.on('error', () => resolve(false))
    asked.end()
  })
}
