export interface PoolBar {
  /** In [0, 1] of the bar. */
  readonly share: number
  readonly limits: readonly number[]
}

/** A bar ends at this many times the initial balance: the thresholds stand well inside it. */
const fullBarTimes = 1.5

export function poolBar(pool: {
  readonly balanceMinor: number
  readonly initialMinor: number
  readonly lowMinor: number
  readonly highMinor: number
}): PoolBar {
  const full = pool.initialMinor * fullBarTimes
  const share = (minor: number): number => (full <= 0 ? 0 : Math.max(0, Math.min(1, minor / full)))
  return { share: share(pool.balanceMinor), limits: [share(pool.lowMinor), share(pool.highMinor)] }
}

const tones: Readonly<Record<string, string>> = { normal: 'good', low: 'bad', high: 'warn' }

export function poolTone(status: string): string {
  return tones[status] ?? 'plain'
}
