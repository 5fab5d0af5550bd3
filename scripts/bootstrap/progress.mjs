// @ts-check

/**
 * Progress goes to stderr: stdout belongs to the command that the bootstrap starts. @param {string}
 * line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Says what begins and how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const startedMs = Date.now()
  say(`bootstrap: ${title} …`)
  const result = await work()
  say(`bootstrap: ${title}: done in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`)
  return result
}
