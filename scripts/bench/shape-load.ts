import { join } from 'node:path'
import { processEnvironment, runConfig } from '../../perf/config.ts'
import { runShape } from '../../perf/commands/shape.ts'
import type { DurabilityProfile } from '../../perf/environment/environment.ts'
import type { Flags } from '../../perf/flags.ts'
import type { ShapeResult } from '../../perf/shapes/document.ts'
import { shapeOptions } from '../../perf/shapes/options.ts'
import type { ShapeName } from '../../perf/shapes/shape.ts'
import type { Bench } from './bench.ts'

/**
 * What a row asks of `npm run perf -- SHAPE`, which it runs whole: services, load, oracles and all.
 */
export interface ShapeAsked {
  readonly shape: ShapeName
  /** As on its command line. */
  readonly flags: Pick<Flags, 'rate' | 'users' | 'think'>
  /** Of a ladder those of each step. */
  readonly seconds: number
  /** Where the row is about another one than the command line's. */
  readonly durability?: DurabilityProfile
}

/**
 * What the shape itself would have written, and no file of it: the last report in perf-results
 * stays.
 */
export async function loadByShape(
  bench: Bench,
  name: string,
  { shape, flags, ...asked }: ShapeAsked,
): Promise<ShapeResult> {
  const line: Flags = {
    ...flags,
    duration: `${bench.options.seconds ?? asked.seconds}s`,
    services: bench.options.services,
    durability: asked.durability ?? bench.options.durability,
    out: join(bench.ledger.folder, name),
  }
  const options = shapeOptions(shape, line, runConfig(line, processEnvironment))
  await using scope = bench.openScope()
  return await runShape({ options, scope, say: bench.say })
}
