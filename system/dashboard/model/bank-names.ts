/** @returns the institution's part of a BIC: ENBX */
export function shortCode(bic: string): string {
  return bic.slice(0, 4)
}

/** Colours by order of BIC: the same bank has the same one in every panel and on every visit. */
export function seriesOf(bic: string, bics: readonly string[]): string {
  const place = [...bics].sort().indexOf(bic)
  return place >= 0 && place < 4 ? `--series-${place + 1}` : '--series-rest'
}
