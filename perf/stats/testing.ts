import type { Random } from './random.ts'
import { shuffleInPlace } from './shuffle.ts'

/** Noise with known truth, for the tests of this folder and of `verdict/`. */

/** Of one metric over the generations of a run: symmetric around zero, scale about one. */
export type Noise = (generations: number, random: Random) => number[]

/** Box & Muller, Annals of Mathematical Statistics 29 (1958). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

const series =
  (draw: (random: Random) => number): Noise =>
  (generations, random) =>
    Array.from({ length: generations }, () => draw(random))

/** Neighbouring generations are alike: AR(1) with a correlation of 0.7 and unit variance. */
export const autocorrelated: Noise = (generations, random) => {
  let value = normal(random)
  return Array.from({ length: generations }, () => {
    value = 0.7 * value + Math.sqrt(1 - 0.7 ** 2) * normal(random)
    return value
  })
}

/**
 * What favours a slot or a place in the order, over time, and hence either arm by the coin: the
 * machine's own drift and memory, not the arms'.
 */
const byCoin =
  (ofTheSlot: Noise): Noise =>
  (generations, random) =>
    ofTheSlot(generations, random).map((value) => (random() < 0.5 ? value : -value))

export const noises = {
  normal: series(normal),
  // Student's t of three degrees of freedom, scaled to unit variance.
  'heavy-tailed': series((random) => {
    const chi = normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2
    return normal(random) / Math.sqrt(chi)
  }),
  // One generation in twenty is hit by something of up to seven times the scatter.
  spiked: series((random) => normal(random) + (random() < 0.05 ? 14 * (random() - 0.5) : 0)),
  drifting: (generations, random) => {
    const drift = byCoin(() => Array.from({ length: generations }, (_, at) => (3 * at) / 24))
    const slot = drift(generations, random)
    return slot.map((value) => value + normal(random))
  },
  autocorrelated: byCoin(autocorrelated),
  // What favours a slot as much as the scatter, dealt in blocks of eight of which half fall to
  // either arm.
  blocked: (generations, random) => {
    const slots: number[] = []
    while (slots.length < generations) {
      const block = [1, 1, 1, 1, -1, -1, -1, -1]
      shuffleInPlace(block, random)
      slots.push(...block)
    }
    return slots.slice(0, generations).map((slot) => slot + normal(random))
  },
} as const satisfies Readonly<Record<string, Noise>>

export type NoiseName = keyof typeof noises

export const noiseNames = Object.keys(noises) as NoiseName[]

/**
 * By the coin alone every arrangement of signs is as likely as any other, and a test of them is
 * exact.
 */
export const exactNoiseNames = noiseNames.filter((name) => name !== 'blocked')
