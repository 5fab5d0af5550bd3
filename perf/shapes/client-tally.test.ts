import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LoadGenerator, LoadResult } from '../load/load.ts'
import { ClientTally } from './client-tally.ts'

const load = {
  acknowledged: 90,
  shed: 4,
  timeouts: 2,
  connectionErrors: 1,
  failures: { 'pay: status 503': 4, 'pay: status 422': 3 },
}

test('what every load was told adds up, refusals apart from other unexpected answers', async () => {
  const tally = new ClientTally('unused')
  const generator = {
    pid: 7,
    run: () => Promise.resolve(load as unknown as LoadResult),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  } satisfies LoadGenerator
  const counted = tally.counting(generator)
  expect(counted.pid).toBe(7)
  await counted.run({} as never)
  await counted.run({} as never)
  expect(tally.counts).toEqual({ acknowledged: 180, shed: 8, unanswered: 6, unexpected: 6 })
})

test('what was acknowledged beside the loads is counted and written down with the rest', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-tally-'))
  try {
    const tally = new ClientTally(join(folder, 'acknowledged'))
    await tally.addAcknowledged(['p-1', 'p-2 held'])
    expect(tally.counts.acknowledged).toBe(2)
    expect(await readFile(tally.file, 'utf8')).toBe('p-1\np-2 held\n')
  } finally {
    await rm(folder, { recursive: true })
  }
})
