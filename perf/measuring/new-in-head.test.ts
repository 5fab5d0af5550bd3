import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { ScenarioRecording } from '../result/recording.ts'
import type { Session } from '../session/session.ts'
import { target } from '../target/contract.ts'
import { asNewInHead, isNewInHead } from './new-in-head.ts'

const folders: string[] = []

afterEach(async () => {
  await Promise.all(folders.splice(0).map(async (folder) => rm(folder, { recursive: true })))
})

type Paths = Readonly<Record<string, Readonly<Record<string, { operationId: string }>>>>

const pay = { '/payments': { post: { operationId: 'pay' } } }
const quote = { '/quotes/{pair}': { get: { operationId: 'quote' } } }

/** A checkout with nothing in it but the document of its API, or not even that. */
async function armWith(paths?: Paths): Promise<Session['arms']['base']> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-new-in-head-'))
  folders.push(folder)
  if (paths !== undefined) {
    await mkdir(dirname(join(folder, target.openApiFile)), { recursive: true })
    await writeFile(join(folder, target.openApiFile), JSON.stringify({ paths }))
  }
  return { folder } as Session['arms']['base']
}

describe('a scenario', () => {
  test('is new where base has not all the operations that it needs', async () => {
    const arms = { base: await armWith(pay), head: await armWith({ ...pay, ...quote }) }
    expect(await isNewInHead(arms, ['pay', 'quote'])).toBe(true)
    expect(await isNewInHead(arms, ['pay'])).toBe(false)
    expect(await isNewInHead(arms, [])).toBe(false)
  })

  test('is compared where head only names an operation or a part of its path otherwise', async () => {
    const renamed = { '/quotes/{currencies}': { get: { operationId: 'quote' } } }
    const earlier = { '/quotes/{pair}': { get: { operationId: 'getQuote' } } }
    const arms = { base: await armWith(earlier), head: await armWith(renamed) }
    expect(await isNewInHead(arms, ['quote'])).toBe(false)
  })

  test('is new where base answers another method, or another path, by that name', async () => {
    const head = await armWith(quote)
    const method = await armWith({ '/quotes/{pair}': { put: { operationId: 'quote' } } })
    const path = await armWith({ '/quotes': { get: { operationId: 'quote' } } })
    expect(await isNewInHead({ base: method, head }, ['quote'])).toBe(true)
    expect(await isNewInHead({ base: path, head }, ['quote'])).toBe(true)
  })

  test('is new where base has no document of its API', async () => {
    const arms = { base: await armWith(), head: await armWith(pay) }
    expect(await isNewInHead(arms, ['pay'])).toBe(true)
  })

  test('that needs what head has not cannot be measured', async () => {
    const base = await armWith({ ...pay, ...quote })
    const lacking = /the head arm's .* lacks quote/
    await expect(isNewInHead({ base, head: await armWith(pay) }, ['quote'])).rejects.toThrow(
      lacking,
    )
    await expect(isNewInHead({ base, head: await armWith() }, ['quote'])).rejects.toThrow(lacking)
  })
})

describe('the recording of a scenario that is new', () => {
  const invariant = { id: 'money', title: '', violations: 0, sample: [] }
  const recording: ScenarioRecording = {
    schema: 'plumbline/recording@1',
    name: 'fx',
    title: '',
    kind: 'journey',
    generations: [
      {
        index: 0,
        order: 'AB',
        slots: { base: 0, head: 1 },
        base: { latencyMsP99: 3 },
        head: { latencyMsP99: 4 },
        dropped: null,
      },
    ],
    counters: [],
    invariants: [
      { ...invariant, arm: 'base', violations: 2, sample: ['row'] },
      { ...invariant, arm: 'head' },
    ],
    load: null,
    requests: { base: { completed: 90, failed: 10 }, head: { completed: 100, failed: 0 } },
    failure: { reason: 'it ended', arm: 'base' },
  }

  test('has figures of head alone', () => {
    expect(asNewInHead(recording).generations[0]).toMatchObject({
      base: {},
      head: { latencyMsP99: 4 },
    })
  })

  test('lays on head whatever went wrong on either side', () => {
    expect(asNewInHead(recording)).toMatchObject({
      invariants: [{ id: 'money', arm: 'head', violations: 2, sample: ['row'] }],
      requests: { base: { failed: 0 }, head: { completed: 190, failed: 10 } },
      failure: { reason: 'it ended', arm: 'head' },
    })
  })
})
