/** Counts for people, for whoever writes a sentence: the judge as well as the reports. */
const minus = '\u2212'
export const noValue = '–'

/** All digits of a count (up to six significant ones of a fraction): 1,048,576 or 0.05. */
export function exact(value: number): string {
  if (!Number.isFinite(value)) return noValue
  const magnitude = Math.abs(value)
  return signed(
    value,
    grouped(Number.isInteger(value) ? magnitude : Number(magnitude.toPrecision(6))),
  )
}

/** "1 row", "2 rows". The plural is the singular with an s unless given. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${exact(count)} ${count === 1 ? one : many}`
}

// Building a format costs more than a thousand uses of it.
const grouping = new Intl.NumberFormat('en-US', { maximumFractionDigits: 12 })
export const grouped = (value: number) => grouping.format(value)
export const signed = (value: number, magnitude: string) =>
  value < 0 ? `${minus}${magnitude}` : magnitude
