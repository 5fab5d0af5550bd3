import { once } from 'node:events'
import { afterAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { PaymentLoad } from '../../testing/payment-load.ts'
import { runningSystem } from '../../testing/running-system.ts'
import { credentials } from '../../testing/system-process.ts'

// A thousand dollars are looked at first.
const system = runningSystem({ COMPLIANCE_AMOUNT_USD_MINOR: '100000' })
const sockets: WebSocket[] = []

afterAll(() => {
  sockets.forEach((socket) => socket.terminate())
})

interface Frame {
  readonly seq: number
  readonly type: string
  readonly counts?: Record<string, number>
  readonly items?: readonly Record<string, unknown>[]
  readonly omitted?: number
  readonly flows?: readonly { readonly count: number; readonly amountMinor: number }[]
  readonly metrics?: Record<string, unknown>
}

/** Everything that a listener has been told. */
async function listen(
  query = '',
): Promise<{ readonly socket: WebSocket; readonly frames: Frame[] }> {
  const address = `${system.baseUrl.replace('http', 'ws')}/api/v1/ws${query}`
  const socket = new WebSocket(address, { headers: credentials })
  sockets.push(socket)
  const frames: Frame[] = []
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame))
  await once(socket, 'open')
  return { socket, frames }
}

const of = (frames: readonly Frame[], type: string) => frames.filter((frame) => frame.type === type)
const told = (frames: readonly Frame[]) =>
  of(frames, 'payment_update').reduce((sum, { counts = {} }) => sum + (counts['settled'] ?? 0), 0)
const order = (amountMinor: number) => ({
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor,
  currency: 'USD',
})
const expectNoGap = (frames: readonly Frame[]): void => {
  const first = frames[0]?.seq ?? 0
  expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_, index) => first + index))
}

describe('a listener', () => {
  test('is told of every payment under load, in a few frames without a gap, and of the totals as the API has them', async () => {
    const { frames } = await listen()
    const startedMs = performance.now()
    const load = new PaymentLoad(system, 16)
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    await load.stop()
    await system.quiescent()
    const settled = load.record.acknowledged.length
    expect(settled).toBeGreaterThan(100)
    await expect.poll(() => told(frames), { timeout: 5_000 }).toBe(settled)
    const seconds = (performance.now() - startedMs) / 1_000
    expectNoGap(frames)
    expect(frames.length).toBeLessThanOrEqual(10 * (seconds + 1))
    const flows = of(frames, 'payment_update').flatMap((frame) => frame.flows ?? [])
    expect(flows.reduce((sum, { count }) => sum + count, 0)).toBe(settled)
    const ids = new Set(load.record.acknowledged)
    const items = of(frames, 'payment_update').flatMap((frame) => frame.items ?? [])
    expect(items.filter(({ id }) => !ids.has(String(id)))).toEqual([])
    // The next frame of totals shows what the tables say.
    const before = of(frames, 'metrics_update').length
    await expect.poll(() => of(frames, 'metrics_update').length).toBeGreaterThan(before)
    const [row] = await system.rows<{ settled: string }>(
      `select count(*) as settled from payment where status = 'settled' and kind = 'payment'`,
    )
    expect(of(frames, 'metrics_update').at(-1)?.metrics).toMatchObject({
      settled_today: Number(row?.settled),
      queue_depth: 0,
    })
  })

  test('whose connection broke is told of what it missed and of nothing twice', async () => {
    const first = await listen()
    expect((await system.pay('before', order(1))).status).toBe(201)
    await expect.poll(() => told(first.frames)).toBe(1)
    first.socket.terminate()
    await once(first.socket, 'close')
    for (const key of ['one', 'two', 'three']) {
      expect((await system.pay(key, order(1))).status).toBe(201)
    }
    const again = await listen(`?since=${first.frames.at(-1)?.seq}`)
    await expect.poll(() => told(again.frames), { timeout: 5_000 }).toBe(3)
    const last = first.frames.at(-1)?.seq ?? 0
    expect(again.frames[0]?.seq).toBe(last + 1)
    expectNoGap(again.frames)
  })

  test('is told of payments that are held for review', async () => {
    const { frames } = await listen()
    const answer = await system.pay('large', order(100_001))
    expect([answer.status, answer.json['status']]).toEqual([202, 'in-review'])
    await expect
      .poll(() => of(frames, 'compliance_alert').flatMap((frame) => frame.items ?? []))
      .toMatchObject([{ paymentId: answer.json['id'] }])
    await expect.poll(() => of(frames, 'payment_update').at(-1)?.counts).toEqual({ 'in-review': 1 })
  })

  test('of another tenant is told of none of it', async () => {
    const address = `${system.baseUrl.replace('http', 'ws')}/api/v1/ws`
    const headers = { ...credentials, 'x-tenant-id': 'other' }
    const stranger = new WebSocket(address, { headers })
    sockets.push(stranger)
    const frames: Frame[] = []
    stranger.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame))
    await once(stranger, 'open')
    expect((await system.pay('elsewhere', order(1))).status).toBe(201)
    await expect.poll(() => of(frames, 'metrics_update').length, { timeout: 5_000 }).toBe(2)
    expect(of(frames, 'payment_update')).toEqual([])
    expect(frames.at(-1)?.metrics).toMatchObject({ settled_today: 0, volume_24h: {} })
  })
})
