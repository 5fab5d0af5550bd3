import { KnownFailure } from '../errors.ts'
import { isRateLimited, type RefusedRequest } from './retry.ts'

/** Reads status, method and headers off an octokit RequestError; undefined for anything else. */
export function asRefusedRequest(error: unknown): RefusedRequest | undefined {
  if (!(error instanceof Error) || error.name !== 'HttpError') return undefined
  const { status, request, response } = error as Error & {
    status: number
    request: { method: string }
    response?: { headers: RefusedRequest['headers'] }
  }
  return { status, method: request.method, headers: response?.headers ?? {} }
}

/**
 * `doing` completes "GitHub refused to …", e.g. "write the comment". Errors that are not GitHub's
 * pass through.
 */
export function toKnownFailure(error: unknown, doing: string): unknown {
  const refused = asRefusedRequest(error)
  if (refused === undefined || !(error instanceof Error)) return error
  const said = `${refused.status} ${oneLine(error.message)}`
  return new KnownFailure(
    'github',
    `GitHub refused to ${doing}: ${said}, ${expectation(refused)}`,
    {
      cause: error,
      ...remedyFor(refused),
    },
  )
}

export async function doing<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw toKnownFailure(error, what)
  }
}

function expectation(refused: RefusedRequest): string {
  if (isRateLimited(refused)) return 'expected the rate limit to reset within the time allowed'
  if (refused.status === 401) return 'expected a valid token'
  if (refused.status === 403) return 'expected a token that may do this'
  if (refused.status === 404) return 'expected it to exist and the token to see it'
  if (refused.status === 422) return 'expected GitHub to accept its content'
  return 'expected an answer below 400 after every retry'
}

function remedyFor(refused: RefusedRequest): { remedy?: string } {
  if (isRateLimited(refused)) return { remedy: 're-run the job once the rate limit has reset' }
  if (refused.status === 401 || refused.status === 403) {
    return { remedy: "check the job's `permissions:` and that GITHUB_TOKEN is passed to the step" }
  }
  return refused.status >= 500 ? { remedy: 're-run the job' } : {}
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 300)
}
