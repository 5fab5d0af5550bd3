// @ts-check
import { join } from 'node:path'

/**
 * Where downloads live that outlast a checkout. As root the services run as an unprivileged user
 * that cannot enter /root, so root's cache is a folder that everybody can read. The rule stands
 * alone here because perf/ looks for Kafka's jars by it, too.
 */

export const kafkaVersion = '4.3.0'

/**
 * @param {Readonly<Record<string, string | undefined>>} environment PLUMBLINE_CACHE overrides
 * everything
 * @param {{ readonly uid: number, readonly home: string }} user
 * @returns {string} absolute path; the folder may not exist yet
 */
export function cacheFolder(environment, user) {
  const chosen = environment['PLUMBLINE_CACHE']
  if (chosen) return chosen
  if (user.uid === 0) return '/var/cache/plumbline'
  const caches = environment['XDG_CACHE_HOME'] || join(user.home, '.cache')
  return join(caches, 'plumbline')
}

/**
 * The folder with Kafka's jars: complete when it exists, because it is put there by one rename.
 * @param {string} cache
 * @returns {string}
 */
export function kafkaJarsFolder(cache) {
  return join(cache, `kafka_2.13-${kafkaVersion}`)
}
