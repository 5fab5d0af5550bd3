import { KnownFailure } from '../errors.ts'

export type MutantsPlanted = 'representative' | 'all'

/** MUTANTS=all plants every mutant, for a night; otherwise a few stand for them. */
export function mutantsPlanted(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): MutantsPlanted {
  const wanted = environment['MUTANTS'] ?? ''
  if (wanted === 'all') return 'all'
  if (wanted === '') return 'representative'
  throw new KnownFailure('usage', `MUTANTS is "${wanted}", expected "all" or nothing`)
}
