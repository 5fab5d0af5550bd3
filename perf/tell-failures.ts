import { inspect } from 'node:util'
import { KnownFailure } from './errors.ts'

/**
 * How a command line tells its failures: each once, the known ones in words, anything else with its
 * stack.
 */
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

/** Without those that the failure or a cause before has in its own sentence. */
function causesOf(failure: Error): string[] {
  const said: string[] = []
  for (let cause = failure.cause; cause instanceof Error; cause = cause.cause) {
    if (said.length === causesMost) break
    const text = printable(cause.message.split('\n')[0] ?? '')
    if (![failure.message, ...said].some((before) => before.includes(text))) said.push(text)
  }
  return said
}

/** A cause may quote a document of others, and must not move the reader's cursor. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be removed
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}
