import { isTotal } from '../result/counter-id.ts'
import type { RunResult, Verdict } from '../result/document.ts'
import type { LoadSummary, Revision } from '../result/circumstances.ts'
import { shortCommit } from './escape.ts'
import { judgeText } from './judge-facts.ts'
import { durationText, exact, noValue, percent, plural, significant } from './numbers.ts'
import { type Part, partsOf } from './parts.ts'
import { quantity } from './quantity.ts'
import { whyOf } from './reasons.ts'
import { hasChanged, showsAnyChange } from './work-changes.ts'

/** What a reader must know of the run to believe it, as pairs of label and value. Not escaped. */
export type Fact = {
  readonly label: string
  readonly value: string
  /** Characters that a formatter with little room leaves it. */
  readonly longest?: number
}

/** "main (61673a75)"; who named a commit by its hash reads that once. */
export function revisionText({ ref, commit, dirty }: Revision): string {
  const short = shortCommit(commit)
  const changes = dirty ? 'with local changes' : ''
  if (commit.startsWith(ref) && ref !== '') return dirty ? `${short}, ${changes}` : short
  return `${ref} (${[short, changes].filter((part) => part !== '').join(', ')})`
}

export function environmentFacts(result: RunResult): Fact[] {
  const parts = partsOf(result)
  return [
    ...groupFacts(result),
    ...(parts.length === 0 ? runFacts(result) : factsOfParts(parts)),
    { label: 'Policy', value: result.policy },
    { label: 'This judge', value: judgeText(result), longest: 700 },
  ]
}

/**
 * Each group is judged as one family, so what a reader may expect of all of them has to be said.
 */
function groupFacts({ joined }: RunResult): Fact[] {
  if (joined === undefined) return []
  const groups = joined.groups.map(({ name, outcome }) => `${name} ${outcome}`).join(', ')
  const rate = `of ${plural(joined.groups.length, 'family', 'families')} together false alarms in at most ${percent(joined.falseAlarmRate)} of runs of equal arms`
  return [{ label: 'Groups', value: `${groups}; ${rate}`, longest: longestOfParts }]
}

const longestOfParts = 700

/** Said once where it is the same of all groups, else of each. */
function factsOfParts(parts: readonly Part[]): Fact[] {
  const facts = parts.map(({ name, result }) => ({ name, facts: runFacts(result) }))
  return (facts[0]?.facts ?? []).map(({ label, value }, at) => {
    const values = facts.map(({ facts: own }) => own[at]?.value ?? noValue)
    if (values.every((each) => each === value)) return { label, value }
    const each = facts.map(({ name }, index) => `${name}: ${values[index]}`)
    return { label, value: each.join('; '), longest: longestOfParts }
  })
}

function runFacts(result: RunResult): Fact[] {
  const { fingerprint, machine } = result
  return [
    {
      label: 'Lane',
      value: `${fingerprint.lane}, ${plural(fingerprint.cores, 'core')}, ${quantity(fingerprint.memoryBytes, 'bytes')}, ${fingerprint.cpuModel}`,
    },
    {
      label: 'Services',
      value: `Postgres ${fingerprint.postgres}, Redis ${fingerprint.redis}, Kafka ${fingerprint.kafka} (${fingerprint.provider}, ${fingerprint.durability})`,
    },
    {
      label: 'Software',
      value: `Node ${fingerprint.node}, autocannon ${fingerprint.autocannon}, ${fingerprint.os}`,
    },
    {
      label: 'Run',
      value: `${result.profile}, ${generationsText(result)}, seed ${result.seed}, ${durationText(result.durationMs)}`,
    },
    { label: 'Machine', value: machineText(machine) },
    { label: 'Load generator', value: generatorText(result) },
  ]
}

/**
 * "decided after 8 of up to 24 generations" where the run was free to go on and had no need to;
 * "ended" where it could not be believed, or where the next look would have taken too long.
 */
function generationsText(result: RunResult): string {
  const [taken, most] = [result.looks?.taken.at(-1), result.looks?.declared.at(-1)]
  if (taken !== undefined && most !== undefined) {
    if (taken >= most) return `${taken} of ${plural(most, 'generation')}`
    const isLeftOut = result.warnings.some(({ code }) => code === 'look-left-out')
    const ended = result.outcome === 'invalid' || isLeftOut ? 'ended' : 'decided'
    return `${ended} after ${taken} of up to ${plural(most, 'generation')}`
  }
  const counts = result.scenarios
    .filter((scenario) => scenario.generations.length > 0)
    .map((scenario) => scenario.generations.length)
  if (counts.length === 0) return 'no generations'
  const [least, largest] = [
    counts.reduce((a, b) => Math.min(a, b)),
    counts.reduce((a, b) => Math.max(a, b)),
  ]
  return least === largest ? plural(largest, 'generation') : `${least} to ${largest} generations`
}

/** Said beside the verdict: the reader would else take this for the only measurement. */
export function repeatedText(result: RunResult): string | null {
  const said = partsOf(result).flatMap(({ name, result: part }) => {
    const text = repeatedText(part)
    return text === null ? [] : [`${name}: ${text}`]
  })
  if (said.length > 0) return said.join('; ')
  if (result.repeated === undefined) return null
  return `Measured twice: the first measurement was invalid and was thrown away (${result.repeated.reason})`
}

function machineText(machine: RunResult['machine']): string {
  const floor =
    machine.fdatasyncMsP50 === null
      ? 'not measured'
      : `p50 ${quantity(machine.fdatasyncMsP50, 'ms')}, p99 ${quantity(machine.fdatasyncMsP99, 'ms')}`
  return `steal ${percent(machine.stealPercent / 100)}, fdatasync ${floor}, load average ${significant(machine.loadAverage1)}`
}

/** The worst of all scenarios and arms: a generator that was the bottleneck anywhere matters. */
export function generatorText(result: RunResult): string {
  const loads = result.scenarios.flatMap(({ load }) =>
    load === null ? [] : [load.base, load.head],
  )
  if (loads.length === 0) return noValue
  const worst = (pick: (load: LoadSummary) => number) =>
    loads.map(pick).reduce((a, b) => Math.max(a, b), 0)
  const failed = loads.map(failureCount).reduce((a, b) => a + b, 0)
  return [
    `at most ${significant(worst((load) => load.generatorCpuCores))} core`,
    `dispatch lag p99 ${quantity(
      worst((load) => load.dispatchLagMsP99),
      'ms',
    )}`,
    `event-loop delay p99 ${quantity(
      worst((load) => load.eventLoopDelayMsP99),
      'ms',
    )}`,
    failed === 0 ? 'no failed request' : `${exact(failed)} failed requests`,
  ].join(', ')
}

export function failureCount(load: LoadSummary): number {
  return Object.values(load.failures).reduce((sum, count) => sum + count, 0)
}

/**
 * How many gates and exact counters came out how: "9 gate metrics: 1 regressed, 8 equivalent".
 *
 * @param singles where single counters that are left out here are told
 */
export function recap(result: RunResult, singles = 'in the HTML page'): string {
  const gates = result.scenarios.flatMap(({ metrics }) =>
    metrics.filter(({ role }) => role === 'gate'),
  )
  const counters = result.scenarios.flatMap((scenario) => scenario.counters)
  const counted = counters.filter(showsAnyChange)
  const tolerated = counters.filter((each) => each.role === 'gate' && !showsAnyChange(each))
  const changed = counted.filter(hasChanged).length
  return [
    ...(gates.length === 0 ? [] : [`${plural(gates.length, 'gate metric')}: ${tally(gates)}`]),
    ...(counted.length === 0
      ? []
      : [
          `${plural(counted.length, 'exact counter')}: ${changed} changed${elsewhere(result, singles)}`,
        ]),
    ...(tolerated.length === 0
      ? []
      : [`${plural(tolerated.length, 'gate counter')} with a tolerance: ${tally(tolerated)}`]),
  ].join('; ')
}

/**
 * Single counters of a scenario that was explained are told by its causes only as far as they
 * explain it, and are rows of the page, of its counters.
 */
function elsewhere({ scenarios }: RunResult, singles: string): string {
  const folded = scenarios
    .filter((scenario) => whyOf(scenario) !== null)
    .flatMap(({ counters }) => counters)
    .filter((counter) => counter.exact && !isTotal(counter) && hasChanged(counter)).length
  return folded === 0 ? '' : ` (${plural(folded, 'single one', 'single ones')} ${singles})`
}

function tally(items: readonly { readonly verdict: Verdict }[]): string {
  const counts = new Map<string, number>()
  for (const { verdict } of items) counts.set(verdict.kind, (counts.get(verdict.kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')
}
