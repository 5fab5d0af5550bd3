import type { Journey } from '../../load/journey.ts'
import payments from '../../scenarios/payments.perf.ts'

/**
 * What a load of payments is made of: the paying step of the scenario alone, replays included, so that a rate
 * is one of payments. Imported by the load generator's process, too.
 */
const journey: Journey = {
  ...payments.journey,
  name: 'pay',
  steps: payments.journey.steps.filter((step) => step.name === 'pay'),
}

export default { journey }
