import { counterGroups } from '../result/counter-id.ts'
import { counterPolicy, metricPolicy } from '../verdict/policy.ts'

/**
 * Whether anything of this name can fail a run: a metric that gates, or a group of counters that
 * can.
 */
export function canGate(name: string): boolean {
  if (metricPolicy(name).role === 'gate') return true
  const isGroup = counterGroups.some((group) => group === name)
  return isGroup && counterPolicy(name).kind !== 'inform'
}
