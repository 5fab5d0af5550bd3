import type { ArmName } from '../result/document.ts'

/** The same for both arms at the same time. Both are waited for even when one fails. */
export async function bothArms<T>(of: (arm: ArmName) => Promise<T>): Promise<Record<ArmName, T>> {
  const base = of('base')
  const head = of('head')
  await Promise.allSettled([base, head])
  return { base: await base, head: await head }
}
