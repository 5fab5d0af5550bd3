import { checkInvariants, readInvariants } from '../measuring/generation/invariants.ts'
import { runOracles } from '../oracles/run-oracles.ts'
import type { InvariantResult } from '../result/document.ts'
import { withConnection } from '../target/databases.ts'
import { acknowledgedIn } from './acknowledged-file.ts'
import type { LoadScenario } from './load-scenario.ts'
import type { Rig } from './rig.ts'

/**
 * Everything that must hold whenever nothing is running, whatever module it is of: what was loaded
 * may break what it never meant to touch. The running system is asked first, because that makes
 * payments, too.
 */
export async function askOracles(
  rig: Rig,
  scenario: LoadScenario,
  armFolder: string,
): Promise<InvariantResult[]> {
  const { address, system, clients } = rig
  const context = {
    ...address,
    baseUrl: system.client.baseUrl,
    quiesce: async () => {
      await system.quiesce()
    },
  }
  // Statistics are of the time before the load: what was empty then is joined row by row.
  await withConnection(address.databaseUrl, async (client) => client.query('analyze'))
  const running = await runOracles(context, { loaded: clients.counts })
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
  for await (const acknowledged of acknowledgedIn(clients.file, clients.counts.acknowledged)) {
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
