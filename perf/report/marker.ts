/**
 * The hidden first line of a pull request comment: it says whose comment this is, which head commit
 * it speaks of and which run wrote it, so that a later run finds it and a stale one leaves it
 * alone.
 */
export type Marker = {
  readonly headSha: string
  readonly runId: string
}

const name = 'plumbline'
const pattern = new RegExp(`^<!-- ${name} head=([\\w.%~-]{1,800}) run=([\\w.%~-]{1,800}) -->`)

export function marker(value: Marker): string {
  return `<!-- ${name} head=${encoded(value.headSha)} run=${encoded(value.runId)} -->`
}

/** The marker on the first line of a comment body, or null when it is not one of ours. */
export function readMarker(body: string): Marker | null {
  const match = pattern.exec(body)
  if (match?.[1] === undefined || match[2] === undefined) return null
  try {
    return { headSha: decodeURIComponent(match[1]), runId: decodeURIComponent(match[2]) }
  } catch {
    return null
  }
}

/** Nothing but word characters, dots and percent signs: "--" would end an HTML comment. */
function encoded(text: string): string {
  const limited = text.slice(0, 60).replace(/\p{Cs}/gu, '')
  const safe = encodeURIComponent(limited)
    .replace(/[!*'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/--/g, '%2D%2D')
    .replace(/-$/, '%2D')
  return safe === '' ? 'none' : safe
}
