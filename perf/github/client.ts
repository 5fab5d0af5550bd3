import { setTimeout as sleep } from 'node:timers/promises'
import { getOctokit } from '@actions/github'
import type { GithubConfig } from './config.ts'
import { asRefusedRequest } from './failure.ts'
import { delayBeforeRetryMs } from './retry.ts'

export type GithubClient = ReturnType<typeof getOctokit>

/** Octokit against the configured API, with this folder's retry rules around every request. */
export function createClient(config: GithubConfig): GithubClient {
  const client = getOctokit(config.token, { baseUrl: config.apiUrl })
  client.hook.wrap('request', async (request, options) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await request(options)
      } catch (error) {
        const refused = asRefusedRequest(error)
        if (refused === undefined) throw error
        const delayMs = delayBeforeRetryMs(refused, attempt, config.retry, Date.now())
        if (delayMs === undefined) throw error
        await sleep(delayMs)
      }
    }
  })
  return client
}
