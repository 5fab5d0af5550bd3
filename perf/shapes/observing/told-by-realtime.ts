/** Numbers of the gateway's own real-time metrics (R3.16); whatever is no number is passed over. */
export function toldByRealtime(body: unknown): Record<string, number> {
  if (typeof body !== 'object' || body === null) return {}
  const numbers = Object.entries(body).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  )
  return Object.fromEntries(numbers.map(([name, value]) => [`realtime ${name}`, value]))
}
