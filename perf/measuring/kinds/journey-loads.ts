import { join } from 'node:path'
import type { LoadRequest, LoadResult, LoadShape } from '../../load/load.ts'
import type { ArmName } from '../../result/document.ts'
import type { JourneyScenario } from '../../scenarios/scenario.ts'
import { targetHeaders } from '../../target/contract.ts'
import type { Station } from '../generation/pair.ts'
import type { Workbench } from '../workbench.ts'
import { loadOn } from './load-on.ts'
import type { LoadTotals } from './load-totals.ts'

export interface JourneyRunContext {
  readonly bench: Workbench
  readonly scenario: JourneyScenario
  readonly scenarioFile: string
  readonly totals: Readonly<Record<ArmName, LoadTotals>>
}

const requestTimeoutMs = 10_000
/** Sequence numbers of one load start this far apart, so that no two loads share a key. */
const sequencesPerLoad = 10_000_000

export class JourneyLoads {
  readonly #context: JourneyRunContext
  readonly #loadSeed: number
  #loads = 0

  constructor(context: JourneyRunContext, loadSeed: number) {
    this.#context = context
    this.#loadSeed = loadSeed
  }

  /**
   * One load on one arm, waited for until the system is quiet again, so that no work leaks into the
   * next.
   */
  async run(
    station: Station,
    shape: LoadShape,
    length: { readonly durationMs?: number; readonly journeys?: number },
  ): Promise<LoadResult> {
    const { bench, scenarioFile } = this.#context
    this.#loads += 1
    const request: LoadRequest = {
      scenarioFile,
      baseUrl: station.system.client.baseUrl,
      headers: targetHeaders(bench.token),
      shape,
      ...length,
      requestTimeoutMs,
      seed: this.#loadSeed,
      firstSequence: this.#loads * sequencesPerLoad,
      acknowledgedFile: acknowledgedFile(bench, station),
    }
    const result = await loadOn(station.system, station.generator ?? bench.generator, request)
    await station.system.quiesce()
    return result
  }
}

export function acknowledgedFile(bench: Workbench, station: Station): string {
  return join(bench.session.ledgerFolder, `acknowledged-${station.database}`)
}
