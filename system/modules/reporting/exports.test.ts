import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Exports } from './exports.ts'

const copy = { text: '', settings: [], stallMs: 1 }

function setUp(perTenant: number, atOnce: number) {
  const opened: PassThrough[] = []
  const state = { isAway: false }
  const exports = new Exports(
    {
      async copyOut() {
        if (state.isAway) throw new Error('away')
        const rows = new PassThrough()
        opened.push(rows)
        return rows
      },
    },
    { perTenant, atOnce },
  )
  const open = async (tenant: string): Promise<string> =>
    exports.open(tenant, copy).then(
      () => 'open',
      (error: Error & { code?: string }) => error.code ?? error.message,
    )
  return { exports, opened, state, open }
}

test('a tenant that has all it may have keeps no other from its own', async () => {
  const { open } = setUp(2, 10)
  const greedy = await Promise.all(Array.from({ length: 5 }, async () => open('greedy')))
  expect(greedy).toEqual(['open', 'open', ...Array.from({ length: 3 }, () => 'exports-limited')])
  expect(await open('modest')).toBe('open')
})

test('all tenants together have a bound, and who is kept out by others is told so', async () => {
  const { open } = setUp(2, 3)
  const answers = await Promise.all(['a', 'a', 'b', 'b', 'c'].map(open))
  expect(answers).toEqual(['open', 'open', 'open', 'exports-busy', 'exports-busy'])
})

test('an export that ends, or cannot be opened, leaves its place to the next', async () => {
  const { exports, open, opened, state } = setUp(1, 1)
  state.isAway = true
  expect(await open('a')).toBe('away')
  state.isAway = false
  expect(await open('a')).toBe('open')
  opened[0]?.destroy()
  await expect.poll(() => exports.running).toBe(0)
  expect(await open('b')).toBe('open')
})

test('an export that was read to its end leaves its place before its connection is closed', async () => {
  const opened: Readable[] = []
  const exports = new Exports(
    {
      async copyOut() {
        const rows = new Readable({
          read() {
            this.push(null)
          },
          // What closes the connection, and takes its time.
          destroy() {},
        })
        opened.push(rows)
        return rows
      },
    },
    { perTenant: 1, atOnce: 1 },
  )
  for (let count = 0; count < 3; count += 1) {
    const rows = await exports.open('a', copy)
    await once(rows.resume(), 'end')
    expect(exports.running).toBe(0)
  }
  expect(opened.every(({ closed }) => !closed)).toBe(true)
})
