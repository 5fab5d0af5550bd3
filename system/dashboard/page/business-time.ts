import type { Sources } from './sources.ts'

/**
 * What time it is to the system, milliseconds since 1970: a run that measures may have put its business
 * clock to another day, and windows, days and payments go by that one.
 */
export function businessNowMs({ banks }: Pick<Sources, 'banks'>): number {
  const { data, atMs } = banks.reading
  return data === undefined ? Date.now() : Date.parse(data.at) + (Date.now() - atMs)
}
