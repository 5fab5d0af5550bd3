// @ts-check
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * A Node to run scripts with after `npm ci`. `npm run` puts `node_modules/.bin` first on the PATH,
 * so that the bootstrap of an installed checkout is run by the pinned Node, which `npm ci` has just
 * removed.
 * @param {string} running process.execPath
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string} the running one while it is there, else npm's own, else the first on the PATH
 */
export function survivingNode(running, environment) {
  const onPath = (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'))
  const candidates = [running, environment['npm_node_execpath'] ?? '', ...onPath]
  return candidates.find((file) => file !== '' && existsSync(file)) ?? running
}
