import type { Fingerprint } from '../result/circumstances.ts'

/** Software whose major version decides what a counter counts. */
const counting = ['node', 'postgres', 'redis', 'kafka'] as const

/** What makes counters of two environments incomparable, as "postgres 17.2 there, 18.4 here". */
export function countingDifferences(there: Fingerprint, here: Fingerprint): string[] {
  return counting
    .filter((name) => major(there[name]) !== major(here[name]))
    .map((name) => `${name} ${there[name]} there, ${here[name]} here`)
}

/** What moves timings besides: told to the reader, since timings of another day only inform. */
export function timingDifferences(there: Fingerprint, here: Fingerprint): string[] {
  return (['cpuModel', 'provider', 'durability'] as const)
    .filter((name) => there[name] !== here[name])
    .map((name) => `${name} ${there[name]} there, ${here[name]} here`)
}

function major(version: string): string {
  return version.split('.')[0] ?? version
}
