import { appendFile } from 'node:fs/promises'
import { KnownFailure } from '../errors.ts'

/**
 * GitHub drops a step's summary whole when it exceeds 1,024 KiB; some room is left for other
 * writers. Source: GitHub docs, workflow commands, step isolation and limits.
 */
export const jobSummaryLimitBytes = 1_000 * 1024

/** Appends markdown to the file that GITHUB_STEP_SUMMARY names. */
export async function appendJobSummary(path: string, markdown: string): Promise<void> {
  const bytes = Buffer.byteLength(markdown)
  if (bytes > jobSummaryLimitBytes) {
    throw new KnownFailure(
      'github',
      `job summary has ${bytes} bytes, expected at most ${jobSummaryLimitBytes}`,
    )
  }
  await appendFile(path, `${markdown.trimEnd()}\n`).catch((cause: unknown) => {
    throw new KnownFailure('github', `job summary ${path} cannot be written, expected a file`, {
      cause,
    })
  })
}
