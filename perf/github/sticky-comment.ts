import { setTimeout as sleep } from 'node:timers/promises'
import { readMarker } from '../report/marker.ts'
import type { GithubClient } from './client.ts'
import type { GithubConfig } from './config.ts'
import { asRefusedRequest, doing } from './failure.ts'
import { isOlderRun, parseRunMarker, type RunOrder } from './run-order.ts'

/**
 * One comment per pull request, found again by its marker and its author. Finding and creating is
 * not atomic, so two jobs may both create one: the next publication removes the surplus. A comment
 * that a newer run wrote is left alone.
 */
export interface StickyComment {
  readonly pullRequest: number
  readonly author: string
  readonly run: RunOrder
  /** Starts with the marker of `run`. */
  readonly body: string
}

export type Publication =
  | {
      readonly kind: 'created' | 'updated'
      readonly url: string
      readonly duplicatesRemoved: number
    }
  | { readonly kind: 'newer-run' }

interface OwnComment {
  readonly id: number
  readonly url: string
  readonly run: RunOrder
}

export async function publishComment(
  client: GithubClient,
  config: GithubConfig,
  comment: StickyComment,
): Promise<Publication> {
  const own = await findOwn(client, config, comment)
  if (own.some((existing) => isOlderRun(comment.run, existing.run))) return { kind: 'newer-run' }
  const [first, ...surplus] = own
  for (const duplicate of surplus) await remove(client, config, duplicate.id)
  if (first === undefined) return await create(client, config, comment)
  const url = await update(client, config, first.id, comment.body)
  return { kind: 'updated', url, duplicatesRemoved: surplus.length }
}

/** Our comments, oldest first, over all pages. */
async function findOwn(
  client: GithubClient,
  config: GithubConfig,
  comment: StickyComment,
): Promise<OwnComment[]> {
  const comments = await doing('list the comments of the pull request', () =>
    client.paginate(client.rest.issues.listComments, {
      ...config.repository,
      issue_number: comment.pullRequest,
      per_page: 100,
    }),
  )
  return comments.flatMap(({ id, html_url: url, user, body }) => {
    const marker = readMarker(body ?? '')
    if (marker === null || user?.login !== comment.author) return []
    return [{ id, url, run: parseRunMarker(marker.runId) }]
  })
}

async function create(
  client: GithubClient,
  config: GithubConfig,
  comment: StickyComment,
): Promise<Publication> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { data } = await client.rest.issues.createComment({
        ...config.repository,
        issue_number: comment.pullRequest,
        body: comment.body,
      })
      return { kind: 'created', url: data.html_url, duplicatesRemoved: 0 }
    } catch (error) {
      const refused = asRefusedRequest(error)
      if (refused === undefined || refused.status < 500 || attempt >= config.retry.attempts) {
        return await doing('create the comment', () => Promise.reject(error))
      }
    }
    // After a 5xx the comment may exist all the same: look before writing a second one.
    await sleep(config.retry.backoffMs * 2 ** (attempt - 1))
    const [written] = await findOwn(client, config, comment)
    if (written !== undefined) return { kind: 'created', url: written.url, duplicatesRemoved: 0 }
  }
}

async function update(
  client: GithubClient,
  config: GithubConfig,
  id: number,
  body: string,
): Promise<string> {
  const { data } = await doing('update the comment', () =>
    client.rest.issues.updateComment({ ...config.repository, comment_id: id, body }),
  )
  return data.html_url
}

async function remove(client: GithubClient, config: GithubConfig, id: number): Promise<void> {
  try {
    await client.rest.issues.deleteComment({ ...config.repository, comment_id: id })
  } catch (error) {
    // Somebody else was faster: it is gone, which was the aim.
    if (asRefusedRequest(error)?.status === 404) return
    await doing('delete a duplicate comment', () => Promise.reject(error))
  }
}
