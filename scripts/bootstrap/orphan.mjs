// @ts-check

const orphanPollMs = 500

/**
 * npm passes SIGINT and SIGTERM on and nothing else: when it is killed, or its terminal is closed,
 * what it started would run on without anybody knowing. To end with it counts as a SIGTERM.
 * @param {NodeJS.ProcessEnv} environment
 */
export function endWithNpm(environment) {
  if (environment['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const poll = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(poll)
    process.kill(process.pid, 'SIGTERM')
  }, orphanPollMs)
  poll.unref()
}
