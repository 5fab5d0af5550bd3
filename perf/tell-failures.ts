import { inspect } from 'node:util'
import { KnownFailure } from './errors.ts'

/** How a command line tells its failures: each once, the known ones in words, anything else with its stack. */
export interface FailureTeller {
  /** The first failure is the one that says why; what follows from it is not told. */
  readonly first: (failure: unknown) => void
  /** One beside the first, e.g. in closing; not told when it is the one that was. */
  readonly another: (failure: unknown) => void
}

export function failureTeller(print: (text: string) => void): FailureTeller {
  const told: unknown[] = []
  const tell = (failure: unknown): void => {
    told.push(failure)
    print(failureText(failure))
  }
  return {
    first: (failure) => (told.length === 0 ? tell(failure) : undefined),
    another: (failure) => (told.includes(failure) ? undefined : tell(failure)),
  }
}

function failureText(failure: unknown): string {
  if (!(failure instanceof KnownFailure)) return inspect(failure)
  const causes = causesOf(failure).map((cause) => `  because: ${cause}`)
  const remedy = failure.remedy === undefined ? [] : [`  try: ${failure.remedy}`]
  return [`error (${failure.code}): ${failure.message}`, ...causes, ...remedy].join('\n')
}

const causesMost = 3

function causesOf(failure: Error): string[] {
  const said: string[] = []
  for (let cause = failure.cause; cause instanceof Error; cause = cause.cause) {
    if (said.length === causesMost) break
    said.push(cause.message.split('\n')[0] ?? '')
  }
  return said
}
