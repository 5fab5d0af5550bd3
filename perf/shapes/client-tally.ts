import { appendFile } from 'node:fs/promises'
import type { LoadCounts, LoadGenerator } from '../load/load.ts'
import type { ClientCounts } from '../oracles/counts.ts'

/**
 * What all clients of a rig were told, in every load on it: the oracles hold it against what the
 * system has counted and stored.
 */
export class ClientTally {
  /** Every identifier that the system acknowledged, one a line. */
  readonly file: string
  #counts: ClientCounts = { acknowledged: 0, shed: 0, unanswered: 0, unexpected: 0 }

  constructor(file: string) {
    this.file = file
  }

  get counts(): ClientCounts {
    return this.#counts
  }

  /** The same generator, all of whose loads are counted. */
  counting(generator: LoadGenerator): LoadGenerator {
    return {
      pid: generator.pid,
      run: async (...load) => {
        const result = await generator.run(...load)
        this.add(result)
        return result
      },
      [Symbol.asyncDispose]: () => generator[Symbol.asyncDispose](),
    }
  }

  add(
    load: Pick<LoadCounts, 'acknowledged' | 'shed' | 'timeouts' | 'connectionErrors' | 'failures'>,
  ): void {
    const { acknowledged, shed, unanswered, unexpected } = this.#counts
    const failures = Object.values(load.failures).reduce((sum, count) => sum + count, 0)
    this.#counts = {
      acknowledged: acknowledged + load.acknowledged,
      shed: shed + load.shed,
      unanswered: unanswered + load.timeouts + load.connectionErrors,
      unexpected: unexpected + failures - load.shed,
    }
  }

  /** What was acknowledged beside the loads. */
  async addAcknowledged(lines: readonly string[]): Promise<void> {
    await appendFile(this.file, lines.map((line) => `${line}\n`).join(''))
    this.#counts = { ...this.#counts, acknowledged: this.#counts.acknowledged + lines.length }
  }
}
