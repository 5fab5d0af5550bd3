import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { openRunLedger } from '../lifecycle/run-ledger.ts'
import { withConnection } from '../target/databases.ts'
import { stateFolder } from '../testing/state-folder.ts'
import { installCountingServer } from './counting-server.ts'

it('leaves no files, so that a run that is measured once more can install it again', async () => {
  using state = stateFolder()
  await using ledger = await openRunLedger(join(state.cache, 'runs'))
  const oneAfterAnother = ['first', 'measured once more']
  for (const _time of oneAfterAnother) {
    let data = ''
    {
      using server = await installCountingServer(ledger, 'counting-payments')
      data = dirname(server.dumpFolder)
      const answer = await server.natively(({ adminUrl }) =>
        withConnection(adminUrl, (client) => client.query('show plan_cache_mode')),
      )
      expect(answer.rows).toEqual([{ plan_cache_mode: 'force_generic_plan' }])
      expect(existsSync(data)).toBe(true)
    }
    expect(existsSync(data)).toBe(false)
  }
})
