import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runConfig } from '../config.ts'
import { ClosingStack } from '../lifecycle/closing-stack.ts'
import { serve } from './serve.ts'

test('a port that is taken is refused with the flag that takes another, before anything is started', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'plumbline-serve-'))
  await using server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const said: string[] = []
  const defaults = runConfig({}, {})
  const config = { ...defaults, folders: { ...defaults.folders, cache, runs: join(cache, 'runs') } }
  await using closing = new ClosingStack()
  const scope = { closing, ledger: undefined }
  const served = serve({ config, port, scope, say: (line) => said.push(line) })
  await expect(served).rejects.toMatchObject({
    code: 'target',
    message: `port ${port} on 127.0.0.1 is taken or forbidden, expected it free for the system`,
    remedy: 'npm start -- --port N, or npm run perf -- serve --port N, takes another one',
  })
  expect([said, existsSync(config.folders.runs)]).toEqual([[], false])
  rmSync(cache, { recursive: true })
})
