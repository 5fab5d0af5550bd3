interface Corridor {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly reviewShare: number
}

export interface HeatCell {
  readonly to: string
  readonly count: number
  /** Held for review, between 0 and 1. */
  readonly share: number
  /** How strongly it is coloured, between 0 and 1. */
  readonly heat: number
}

export interface HeatGrid {
  readonly bics: readonly string[]
  readonly rows: readonly { readonly from: string; readonly cells: readonly HeatCell[] }[]
}

/**
 * A fixed scale: the same share has the same colour on every day. From here on it is as strong as
 * can be.
 */
const hottestShare = 0.2

/** A square of all banks, those without payments too. @param known banks, in the order to show */
export function heatGrid(corridors: readonly Corridor[], known: readonly string[]): HeatGrid {
  const seen = corridors.flatMap(({ from, to }) => [from, to]).sort()
  const bics = [...new Set([...known, ...seen])]
  const rows = bics.map((from) => ({
    from,
    cells: bics.map((to) => {
      const { count = 0, reviewShare: share = 0 } =
        corridors.find((one) => one.from === from && one.to === to) ?? {}
      return { to, count, share, heat: heatOf(share) }
    }),
  }))
  return { bics, rows }
}

/** By its root, because shares of one and of two percent have to look different. */
function heatOf(share: number): number {
  return Math.min(1, Math.sqrt(share / hottestShare))
}
