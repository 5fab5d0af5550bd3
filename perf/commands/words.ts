import { KnownFailure } from '../errors.ts'
import { helpOf, scenarioLineOf } from '../flags.ts'
import { meantHint } from '../near-miss.ts'
import { refuseWords } from '../parse-flags.ts'

/**
 * Refusals of words. Whoever typed a scenario's name where none is taken is shown where it belongs.
 */
export async function unknownCommand(name: string, known: readonly string[]): Promise<Error> {
  const state = `command "${name}" is unknown${meantHint(name, known)}`
  return new KnownFailure('usage', `${state}, expected one of ${known.join(', ')}`, {
    remedy: await remedyFor('check', [name]),
  })
}

/** Of a command that takes none. Throws KnownFailure('usage'). */
export async function takesNoWords(command: string, words: readonly string[]): Promise<void> {
  if (words.length === 0) return
  refuseWords(words, { command, help: await remedyFor(command, words) })
}

async function remedyFor(command: string, [word = '', ...more]: readonly string[]) {
  const line = more.length === 0 ? scenarioLineOf(command, word) : undefined
  if (line === undefined) return helpOf(command)
  // Only to refuse: no command should wait for what knows the scenarios.
  const { scenarioNames } = await import('../session/run-scenarios.ts')
  return scenarioNames().includes(word) ? line : helpOf(command)
}
