import { failureTeller } from '../perf/tell-failures.ts'
import { KnownFailure } from '../perf/errors.ts'
import { parseFlags, refuseWords } from '../perf/parse-flags.ts'
import { rateBounds } from '../perf/stats/binomial.ts'
import { type NoiseName, noiseNames, noises } from '../perf/stats/testing.ts'
import { policy, type ProfileName } from '../perf/verdict/policy.ts'
import { detectableCaught, simulateMany } from '../perf/verdict/simulated-rates.ts'
import type { Truth } from '../perf/verdict/simulation.ts'

/** The rates of `perf/verdict/rates.simulation.test.ts` from more runs than a test can afford. */
const command = 'npm run judge-rates'
const usage = `Usage: ${command} -- [--profile quick|pr|thorough] [--runs N] [--noise NAME] [--planted]
Simulates runs of known truth and prints, for each kind of noise or the one that is named, in per cent with
bounds of 95 % on either side: runs of equal arms with a false alarm. With --planted, of runs with 5 % more CPU
per operation: caught, with a false alarm in another metric, and of runs with the effect that a run of equal
arms calls detectable: caught.`
const owner = { command, help: `${command} -- --help` }

try {
  process.exitCode = printRates(process.argv.slice(2))
} catch (failure) {
  failureTeller(console.error).first(failure)
  process.exitCode = 2
}

function printRates(argv: readonly string[]): 0 {
  const options = {
    help: { type: 'boolean', short: 'h' },
    profile: { type: 'string', default: 'pr' },
    runs: { type: 'string', default: '1000' },
    noise: { type: 'string' },
    planted: { type: 'boolean' },
  } as const
  const { positionals, values } = parseFlags(argv, options, owner)
  refuseWords(positionals, owner)
  if (values.help === true) {
    console.log(usage)
    return 0
  }
  const profile = oneOf('--profile', values.profile, Object.keys(policy.profiles)) as ProfileName
  const named = values.noise === undefined ? noiseNames : [values.noise]
  const runs = countOf(values.runs)
  for (const name of named) {
    const noise = noises[oneOf('--noise', name, noiseNames) as NoiseName]
    const told =
      values.planted === true ? planted(profile, noise, runs) : equal(profile, noise, runs)
    console.log(`${profile}, ${name} noise, ${runs} runs: ${told}`)
  }
  return 0
}

type Noise = Truth['noise']

/** `quick` with a batch beside the journey, whose eight metrics are the larger family. */
function equal(profile: ProfileName, noise: Noise, runs: number): string {
  const truth = { noise, withBatch: profile === 'quick' }
  return `false alarms ${rate(simulateMany(profile, truth, runs).falseAlarms, runs)}`
}

function planted(profile: ProfileName, noise: Noise, runs: number): string {
  const truth = { noise, planted: { cpuUsPerOpSystem: Math.log1p(0.05) } }
  const { caught, falseAlarms } = simulateMany(profile, truth, runs)
  return [
    `5 % caught ${rate(caught, runs)}`,
    `other metrics ${rate(falseAlarms, runs)}`,
    `detectable effect caught ${rate(detectableCaught(profile, noise, runs), runs)}`,
  ].join(', ')
}

function rate(count: number, runs: number): string {
  const { low, high } = rateBounds(count, runs, 0.95)
  const [seen, least, most] = [count / runs, low, high].map((part) => (100 * part).toFixed(2))
  return `${seen} (${least} to ${most})`
}

function oneOf(flag: string, value: string, known: readonly string[]): string {
  if (known.includes(value)) return value
  const state = `${flag} is "${value}", expected one of ${known.join(', ')}`
  throw new KnownFailure('usage', state, { remedy: owner.help })
}

function countOf(text: string): number {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  const state = `--runs is "${text}", expected a whole number from 1 on`
  throw new KnownFailure('usage', state, { remedy: owner.help })
}
