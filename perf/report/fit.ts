/**
 * The largest number of items, the most important ones first, whose rendering stays within a size.
 * Sizes are bytes of UTF-8: GitHub counts characters in one place and bytes in another, and bytes
 * are never fewer.
 */
export type Fitted = { readonly text: string; readonly shown: number }

export function fit(count: number, maxBytes: number, render: (shown: number) => string): Fitted {
  const fits = (text: string) => Buffer.byteLength(text, 'utf8') <= maxBytes
  const whole = render(count)
  if (fits(whole)) return { text: whole, shown: count }
  let low = 0
  let high = count
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(render(middle))) low = middle
    else high = middle
  }
  return { text: render(low), shown: low }
}
