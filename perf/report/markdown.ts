import type { RunResult } from '../result/document.ts'
import { markdownBody } from './markdown-body.ts'
import { marker, type Marker } from './marker.ts'

/** GitHub takes 65,536 characters; the rest is room for what a later version adds around it. */
export const commentMaxBytes = 60_000

export type CommentOptions = {
  /** From the event, where there is one: the document is not believed about whom it speaks of. */
  readonly marker?: Marker
  readonly runUrl?: string
  readonly maxBytes?: number
}

/** The pull request comment: the hidden marker, the verdict in words, then regressions first. */
export function renderMarkdown(result: RunResult, options: CommentOptions = {}): string {
  const first = marker(options.marker ?? { headSha: result.head.commit, runId: result.runId })
  const maxBytes = (options.maxBytes ?? commentMaxBytes) - Buffer.byteLength(first) - 1
  const link = options.runUrl === undefined ? {} : { runUrl: options.runUrl }
  return `${first}\n${markdownBody(result, { maxBytes, ...link })}`
}
