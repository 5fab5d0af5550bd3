import { type JudgeRound, selfCheck } from './record.ts'

/** Rounds to be run, in order; a name may come several times. */
export interface PlanRequest {
  /** Names of planted changes, `self-check` where equal arms are wanted. */
  readonly names: readonly string[]
  /** Of each change, those of earlier days and other machines of the lane included. */
  readonly rounds: number
  /** What counts as one of them already. */
  readonly done: (name: string) => number
}

/**
 * A false-alarm rate needs more rounds than a catch does: none in n shows a rate of at most 3/n.
 * Spread among the others, they see the same hours of the machine.
 */
export const selfChecksPerPass = 3

/**
 * Pass by pass, so that a record that is stopped early has seen every change about equally often.
 */
export function planRounds({ names, rounds, done }: PlanRequest): string[] {
  const left = new Map([...new Set(names)].map((name) => [name, done(name)]))
  const plan: string[] = []
  for (let pass = 0; pass < rounds; pass += 1) {
    for (const name of onePass(names)) {
      const recorded = left.get(name) ?? 0
      if (recorded > 0) left.set(name, recorded - 1)
      else plan.push(name)
    }
  }
  return plan
}

/** Self-checks come first, in the middle and towards the end. */
function onePass(names: readonly string[]): string[] {
  const changes = names.filter((name) => name !== selfCheck)
  if (changes.length === names.length) return changes
  const every = Math.ceil((changes.length + 1) / selfChecksPerPass)
  const pass: string[] = []
  for (let check = 0; check < selfChecksPerPass; check += 1) {
    pass.push(selfCheck, ...changes.slice(check * every, (check + 1) * every))
  }
  return pass
}

export interface RoundKind {
  readonly change: string
  readonly patch: string | null
  readonly profile: string
  readonly scenarioGlob: string
}

/**
 * A round of an older patch of that name, or one in which the system broke, has to be run again.
 */
export function countsAs(round: JudgeRound, kind: RoundKind): boolean {
  return (
    round.assessment !== 'broken' &&
    round.change === kind.change &&
    round.patch === kind.patch &&
    round.profile === kind.profile &&
    round.scenarioGlob === kind.scenarioGlob
  )
}
