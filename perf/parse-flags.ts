import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { KnownFailure } from './errors.ts'
import { meantHint } from './near-miss.ts'

/** What a refusal says beside the word that it refuses. */
export interface FlagsOwner {
  /** Whose flags they are, e.g. `doctor`. */
  readonly command: string
  /** The command that lists them. */
  readonly help: string
  /** Of the options, what this command takes; all of them where not given. */
  readonly takes?: readonly string[]
  /** Options whose value is a glob: several values are one, in braces. */
  readonly globs?: readonly string[]
}

/**
 * Words and flags of a command line, by Node's own parser. What it would refuse, or guess at, is
 * refused here first: its messages lack what was expected. Throws KnownFailure('usage').
 */
export function parseFlags<const O extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  options: O,
  owner: FlagsOwner,
) {
  const values = new Map<string, string>()
  for (const token of tokensOf(argv, options)) {
    if (token.kind !== 'option') continue
    refuseUnfit(token, options, owner)
    if (token.value === undefined || options[token.name]?.multiple === true) continue
    refuseSecond(token, values.get(token.name), owner)
    values.set(token.name, token.value)
  }
  return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
}

/**
 * Words alone, with no flag looked at: what tells which command a line is for. What follows a flag
 * that is none of the options is taken for its value: nobody knows whether it has one.
 */
export function wordsOf(argv: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const tokens = tokensOf(argv, options)
  const isUnknown = (token: (typeof tokens)[number]) =>
    token.kind === 'option' && token.inlineValue !== true && !Object.hasOwn(options, token.name)
  const values = new Set(tokens.filter(isUnknown).map(({ index }) => index + 1))
  return tokens.flatMap((token) =>
    token.kind === 'positional' && !values.has(token.index) ? [token.value] : [],
  )
}

/** As Node reads the line, with nothing refused. */
function tokensOf(argv: readonly string[], options: ParseArgsOptionsConfig) {
  const settings = { allowPositionals: true, strict: false, tokens: true } as const
  return parseArgs({ args: [...argv], options, ...settings }).tokens
}

/** Refuses what stands beside the flags of a command that takes no words. */
export function refuseWords(words: readonly string[], { command, help }: FlagsOwner): void {
  if (words.length === 0) return
  const state = `${command} got "${words.join(' ')}", expected no words`
  throw new KnownFailure('usage', state, { remedy: help })
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function refuseUnfit(token: OptionToken, options: ParseArgsOptionsConfig, owner: FlagsOwner): void {
  const { name, rawName, value, inlineValue } = token
  const { command, help, takes = Object.keys(options) } = owner
  const refuse = (message: string) => {
    throw new KnownFailure('usage', message, { remedy: help })
  }
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (option === undefined || !takes.includes(name)) {
    const known = takes.map((each) => `--${each}`).join(', ')
    const hint = meantHint(name, takes, { prefix: '--' })
    refuse(
      `${command} does not take ${rawName}${hint}, expected ${takes.length > 1 ? 'one of ' : ''}${known}`,
    )
  }
  if (option?.type === 'boolean') {
    if (value !== undefined) refuse(`${rawName} is "${value}", expected no value`)
    return
  }
  if (value === undefined) return refuse(`${rawName} has no value, expected one after it`)
  if (value === '') return refuse(`${rawName} is "", expected a value`)
  const isFlag = inlineValue !== true && value.length > 1 && value.startsWith('-')
  if (isFlag) refuse(`${rawName} is followed by ${value}, expected a value, or ${rawName}=${value}`)
}

/** Of two values one would be left out, and nobody told which. */
function refuseSecond(
  { name, rawName, value = '' }: OptionToken,
  first: string | undefined,
  { help, globs = [] }: FlagsOwner,
): void {
  if (first === undefined) return
  const remedy = globs.includes(name) ? `${rawName} '{${first},${value}}'` : help
  const state = `${rawName} is given twice, "${first}" and "${value}", expected once`
  throw new KnownFailure('usage', state, { remedy })
}
