import type { Station } from '../generation/pair.ts'

/**
 * What is made for a station's database the first time it is asked for, and is the same from then
 * on. A second load goes on where the first one ended: from the beginning it would only meet
 * replays.
 */
export function onceByDatabase<Made>(make: (station: Station) => Made): (station: Station) => Made {
  const made = new Map<string, Made>()
  return (station) => {
    const one = made.get(station.database) ?? make(station)
    made.set(station.database, one)
    return one
  }
}
