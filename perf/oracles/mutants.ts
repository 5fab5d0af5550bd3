import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { repositoryFolder } from '../config.ts'

/** A wrong system, planted on purpose, and the oracle that must notice. */
export interface Mutant {
  /** `mutants/<name>.patch` */
  readonly name: string
  /** Id of the oracle or invariant; others may notice, too. */
  readonly caughtBy: string
  /** Planted in every `npm test`; the others where MUTANTS=all. */
  readonly isRepresentative?: true
}

/** Research D.10, as far as it is about payments. */
export const mutants: readonly Mutant[] = [
  {
    name: 'lost-acknowledged',
    caughtBy: 'payments.acknowledged-stored',
    isRepresentative: true,
  },
  { name: 'credit-skipped', caughtBy: 'payments.double-entry' },
  { name: 'sign-flipped', caughtBy: 'payments.double-entry' },
  { name: 'balance-moved-twice', caughtBy: 'payments.balance-explained' },
  { name: 'rejected-moves-money', caughtBy: 'payments.no-entries-without-settlement' },
  { name: 'rebooked-replay', caughtBy: 'oracle.replays-answered', isRepresentative: true },
  { name: 'key-of-any-order', caughtBy: 'oracle.keys-of-one-order' },
  { name: 'silent-replay', caughtBy: 'oracle.replays-answered' },
  { name: 'canned-answer', caughtBy: 'oracle.echoed-is-stored' },
  { name: 'uncounted-replay', caughtBy: 'oracle.counts-agree' },
  { name: 'event-left-out', caughtBy: 'payments.events-complete' },
  { name: 'outbox-row-unsent', caughtBy: 'oracle.topic-holds-payments', isRepresentative: true },
  { name: 'float-exchange', caughtBy: 'payments.exchange-exact' },
  { name: 'constant-totals', caughtBy: 'oracle.totals-true' },
]

export function mutantPatch(name: string): string {
  return join(import.meta.dirname, 'mutants', `${name}.patch`)
}

/** What git says of a patch that does not apply to this checkout; nothing of one that does. */
export function whyMutantStale(name: string): string {
  const args = ['apply', '--check', mutantPatch(name)]
  return spawnSync('git', args, { cwd: repositoryFolder, encoding: 'utf8' }).stderr
}
