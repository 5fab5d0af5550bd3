import payments from '../../perf/scenarios/payments.perf.ts'

/**
 * Only the paying step of the payments scenario, replays included: what the throughput that the
 * project promises is stated for. Imported by the load generator's process.
 */
export default {
  journey: {
    ...payments.journey,
    name: 'pay',
    steps: payments.journey.steps.filter((step) => step.name === 'pay'),
  },
}
