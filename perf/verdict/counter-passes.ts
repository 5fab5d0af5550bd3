import type { ArmName } from '../result/document.ts'
import { type CounterPass, passesPerArm } from '../result/recording.ts'

/** What was counted apart, with another instrument, is of one pass all the same. */
export function passesOf(counters: readonly CounterPass[], arm: ArmName): number {
  return new Set(counters.filter((pass) => pass.arm === arm).map(({ pass }) => pass)).size
}

/** Only then can a counter be known to be exact. */
export function hasEveryPass(counters: readonly CounterPass[]): boolean {
  return (['base', 'head'] as const).every((arm) => passesOf(counters, arm) === passesPerArm)
}
