/** One rate of the ladder. */
export interface LadderStep {
  readonly paymentsPerSecond: number
  /** Accepted by offered, counting verified successes only. */
  readonly acceptedShare: number
  readonly latencyMsP99: number
}

const acceptedShareLeast = 0.99
const latencyMsP99Most = 150

/** The last rate that is kept up with before the first that is not; undefined when not even the first is. */
export function kneeOf<Step extends LadderStep>(steps: readonly Step[]): Step | undefined {
  const firstLost = steps.findIndex(
    (step) => step.acceptedShare < acceptedShareLeast || step.latencyMsP99 >= latencyMsP99Most,
  )
  return firstLost === -1 ? steps.at(-1) : steps[firstLost - 1]
}
