// @ts-check
import { BootstrapFailure } from './failure.mjs'

export const knownNeeds = /** @type {const} */ (['services', 'images', 'tests'])

/** @typedef {(typeof knownNeeds)[number]} Need */

/**
 * @param {readonly string[]} argv what follows main.mjs: [--needs NAME]... -- ENTRY [ARGS...]
 * @returns {{ needs: Need[], entry: string, args: string[] }}
 */
export function parseArguments(argv) {
  const separator = argv.indexOf('--')
  const [entry, ...args] = separator < 0 ? [] : argv.slice(separator + 1)
  if (entry === undefined) throw usage(argv)
  /** @type {Need[]} */
  const needs = []
  for (let index = 0; index < separator; index += 2) {
    const need = knownNeeds.find((name) => name === argv[index + 1])
    if (argv[index] !== '--needs' || need === undefined) throw usage(argv)
    needs.push(need)
  }
  return { needs, entry, args }
}

/** @param {readonly string[]} argv */
function usage(argv) {
  return new BootstrapFailure(
    `arguments are "${argv.join(' ')}", expected [--needs ${knownNeeds.join('|')}] -- ENTRY [ARGS]`,
    'npm run perf',
  )
}

/** Commands of perf/cli.ts that start services; a word that is no command is none of them. */
const withServices = [
  'check',
  'selftest',
  'serve',
  'verify',
  'smoke',
  'load',
  'stress',
  'spike',
  'soak',
  'breakpoint',
]

/**
 * How much this start wants the service binaries on this machine. Only perf/cli.ts can choose other
 * providers: services given by URL or run by a Docker engine need nothing here. An engine may turn
 * out to have no images and no registry, so with one they are useful, and not having them is no
 * failure.
 * @param {string} entry
 * @param {readonly string[]} args
 * @param {boolean} engineAnswers a Docker engine is there
 * @returns {'required' | 'useful' | 'no'}
 */
export function wantOfServiceBinaries(entry, args, engineAnswers) {
  if (entry !== 'perf/cli.ts') return 'required'
  if (!measures(args)) return 'no'
  const choice = valueOf(args, '--services', 'auto')
  if (choice === 'embedded') return 'required'
  if (choice !== 'auto') return 'no'
  return engineAnswers ? 'useful' : 'required'
}

/**
 * Instructions are counted when asked for, and by every profile but the quick one, whatever the
 * services are.
 * @param {string} entry
 * @param {readonly string[]} args
 */
export function wantsValgrind(entry, args) {
  if (entry !== 'perf/cli.ts' || !measures(args) || args[0] === 'serve') return false
  if (args.includes('--no-instructions')) return false
  return args.includes('--instructions') || valueOf(args, '--profile', 'quick') !== 'quick'
}

/**
 * @param {readonly string[]} args of perf/cli.ts
 * @returns {'help' | 'version' | undefined}
 */
export function asksAbout(args) {
  if (args[0] === 'help' || args.includes('--help') || args.includes('-h')) return 'help'
  return args.includes('--version') ? 'version' : undefined
}

/** @param {readonly string[]} args */
function measures(args) {
  if (asksAbout(args) !== undefined) return false
  const [first = 'check'] = args
  return first.startsWith('-') || withServices.includes(first)
}

/**
 * Of a flag given twice the last one; the command that reads the line afterwards refuses it.
 * @param {readonly string[]} args
 * @param {string} flag
 * @param {string} otherwise
 */
function valueOf(args, flag, otherwise) {
  const index = args.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`))
  const word = args[index]
  if (word === undefined) return otherwise
  return word === flag ? (args[index + 1] ?? otherwise) : word.slice(flag.length + 1)
}
