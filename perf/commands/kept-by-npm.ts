import type { Environment } from '../config.ts'
import { KnownFailure } from '../errors.ts'
import { type CommandLine, type FlagName, flagOptions, scriptOf } from '../flags.ts'
import { shellWord } from '../shell-word.ts'
import { commandOf } from './usage.ts'

/**
 * Flags before a `--` are npm's: it takes them off the line and hands them on as `npm_config_*`.
 * Unheard, they would leave a run of everything's defaults to somebody who asked for seconds of it.
 */
interface KeptFlag {
  readonly name: FlagName
  /** As the command line has it. */
  readonly spelled: string
  /** Undefined where it came without one: after a blank npm takes a flag's value for a word. */
  readonly value?: string
  readonly takesValue: boolean
}

/** Flags that npm has, too: what is set of them may be meant for it. */
const alsoOfNpm: readonly string[] = ['help', 'json', 'only', 'version'] satisfies FlagName[]

/** Addresses may hold a password, and are shown to nobody. */
const secret: readonly string[] = [
  'postgres-url',
  'redis-url',
  'kafka-brokers',
] satisfies FlagName[]

/** Throws KnownFailure('usage') with the line as it has to be written. */
export function refuseKeptByNpm(line: CommandLine, environment: Environment): void {
  // Set for whatever runs under npm, and only there was a line taken apart by it.
  if (environment['npm_lifecycle_event'] === undefined) return
  const kept = keptFlags(environment).filter(({ name }) => line.flags[name] === undefined)
  if (kept.length === 0) return
  const names = kept.map(({ spelled }) => spelled).join(', ')
  const message = `npm kept ${names} for itself, expected -- before the flags`
  throw new KnownFailure('usage', message, { remedy: asMeant(line, kept) })
}

function keptFlags(environment: Environment): KeptFlag[] {
  const names = Object.keys(flagOptions) as FlagName[]
  return names.flatMap((name): KeptFlag[] => {
    const said = environment[`npm_config_${name.replaceAll('-', '_')}`]
    if (said === undefined || alsoOfNpm.includes(name)) return []
    const spelled = `--${name}`
    if (flagOptions[name].type === 'string') {
      const isBare = said === 'true' || said === ''
      return [{ name, spelled, takesValue: true, ...(isBare ? {} : { value: said }) }]
    }
    if (said === 'true') return [{ name, spelled, takesValue: false }]
    // Of `--no-x` npm says that x is not: an empty word.
    const unwanted = `no-${name}`
    const isNamed = said === '' && isFlagName(unwanted)
    return isNamed ? [{ name: unwanted, spelled: `--${unwanted}`, takesValue: false }] : []
  })
}

const isFlagName = (name: string): name is FlagName => Object.hasOwn(flagOptions, name)

function asMeant({ words }: CommandLine, kept: readonly KeptFlag[]): string {
  const command = commandOf(words)
  const script = scriptOf(command ?? '')
  const ofCommand = command?.split(' ') ?? []
  const left = words.slice(ofCommand.length)
  const bare = kept.filter(({ takesValue, value }) => takesValue && value === undefined)
  // Which of several words belongs to which flag nobody knows.
  const only = bare.length === 1 && left.length === 1 ? left[0] : undefined
  const flags = kept.map(({ name, spelled, takesValue, value = only }) => {
    if (!takesValue) return spelled
    const isShown = value !== undefined && !secret.includes(name)
    return `${spelled} ${isShown ? shellWord(value) : 'VALUE'}`
  })
  const lost = bare.length === 0 ? left.map(shellWord) : []
  return [
    `${script ?? 'npm run perf'} --`,
    ...(script === undefined ? ofCommand : []),
    ...lost,
    ...flags,
  ].join(' ')
}
