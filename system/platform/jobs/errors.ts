import { DomainError } from '../errors.ts'

/**
 * The worker no longer holds the job: another one took over, or the job ended. Its work must not be
 * committed.
 */
export class FencedOut extends Error {
  override readonly name = 'FencedOut'

  constructor(jobId: string, fence: number) {
    super(`job ${jobId} is no longer held under fence ${fence}; expected to be its only worker`)
  }
}

/** What is stored with a failed job and shown to whoever asks for its state. */
export interface JobFailure {
  readonly code: string
  readonly message: string
}

const unforeseen: JobFailure = {
  code: 'internal',
  message: 'the job failed for a reason that was not foreseen',
}

/**
 * Rules say no however often they are asked, so a domain error is final, except where it says that
 * something we depend on is away. Everything unforeseen is tried again; its words stay in the log.
 */
export function judgeFailure(error: unknown): {
  readonly final: boolean
  readonly failure: JobFailure
} {
  if (!(error instanceof DomainError)) {
    return { final: false, failure: unforeseen }
  }
  const passing = error.kind === 'unavailable' || error.kind === 'overloaded'
  return { final: !passing, failure: { code: error.code, message: error.message } }
}
