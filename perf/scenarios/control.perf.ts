import { scenario } from './scenario.ts'

/**
 * The negative controls: a static endpoint, which no change to the money path reaches, and a spin
 * loop, which no change reaches at all. When these differ between the arms, the machine did it.
 */
export default scenario({
  kind: 'control',
  name: 'control',
  title: 'Control: static endpoint and spin loop',
  journey: {
    name: 'control',
    start: () => ({}),
    steps: [{ name: 'live', method: 'GET', path: () => '/health/live', expectStatus: [200] }],
  },
  connections: 16,
  slicesPerArm: 2,
  sliceMs: 250,
  spinRounds: 250_000,
  invariants: [],
})
