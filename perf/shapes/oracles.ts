import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { checkInvariants, readInvariants } from '../measuring/generation/invariants.ts'
import { runOracles } from '../oracles/run-oracles.ts'
import type { InvariantResult } from '../result/document.ts'
import type { LoadScenario } from './load-scenario.ts'
import type { Rig } from './rig.ts'

/** So many identifiers go with one query: their text is held in memory by both sides. */
const identifiersPerQuery = 100_000

/**
 * Everything that must hold whenever nothing is running, whatever module it is of: what was loaded may break
 * what it never meant to touch. The running system is asked first, because that makes payments, too.
 */
export async function askOracles(
  rig: Rig,
  scenario: LoadScenario,
  armFolder: string,
): Promise<InvariantResult[]> {
  const { address, system } = rig
  const running = await runOracles({
    ...address,
    baseUrl: system.client.baseUrl,
    quiesce: async () => {
      await system.quiesce()
    },
  })
  const known = await readInvariants(armFolder)
  const told = [...known.values()].filter(
    ({ id, takesAcknowledged }) => takesAcknowledged && scenario.invariants.includes(id),
  )
  const others = [...known.values()].filter(({ takesAcknowledged }) => !takesAcknowledged)
  const check = { arm: 'head', armFolder, databaseUrl: address.databaseUrl } as const
  const ask = (ids: readonly { readonly id: string }[], acknowledged: readonly string[]) =>
    checkInvariants({ ...check, ids: ids.map(({ id }) => id), acknowledged })
  const results = await ask(others, [])
  let ofTold = await ask(told, [])
  for await (const acknowledged of identifiersIn(rig.acknowledgedFile)) {
    const more = await ask(told, acknowledged)
    ofTold = ofTold.map((result, index) => added(result, more[index]))
  }
  return [...running, ...results, ...ofTold]
}

function added(result: InvariantResult, more: InvariantResult | undefined): InvariantResult {
  if (more === undefined || more.violations === 0) return result
  const violations = result.violations + more.violations
  return { ...result, violations, sample: result.sample.length > 0 ? result.sample : more.sample }
}

async function* identifiersIn(file: string): AsyncGenerator<string[]> {
  if (!existsSync(file)) return
  let identifiers: string[] = []
  for await (const line of createInterface({ input: createReadStream(file) })) {
    identifiers.push(line)
    if (identifiers.length < identifiersPerQuery) continue
    yield identifiers
    identifiers = []
  }
  if (identifiers.length > 0) yield identifiers
}
