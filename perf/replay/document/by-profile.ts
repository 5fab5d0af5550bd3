import { policy } from '../../verdict/policy.ts'
import type { JudgeRound } from '../../selftest/record.ts'

/**
 * Rates of unlike rounds are never added up: a profile has its own looks, and with them its own
 * targets. In the policy's order; what no profile declares any more stands last.
 */
export function byProfile<Item>(
  items: readonly Item[],
  roundOf: (item: Item) => JudgeRound,
): { readonly profile: string; readonly of: Item[] }[] {
  const order = Object.keys(policy.profiles)
  const rank = (profile: string) =>
    order.includes(profile) ? order.indexOf(profile) : order.length
  return [...Map.groupBy(items, (item) => roundOf(item).profile)]
    .map(([profile, of]) => ({ profile, of }))
    .toSorted((a, b) => rank(a.profile) - rank(b.profile))
}
