import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { cleanUp, listen, refusedWith, startProcess } from './testing.ts'
import type { Listening } from './testing.ts'

afterEach(async () => {
  for (const undo of cleanUp.splice(0).toReversed()) {
    await undo()
  }
})

const query = '?access_token=one&tenant=bank'
const seqOf = (event: Record<string, unknown> | undefined): number => Number(event?.['seq'])

async function cut({ socket }: Listening): Promise<void> {
  socket.terminate()
  await once(socket, 'close')
}

describe('a listener whose connection broke', () => {
  test('is told first what it missed, in order and without a gap, and then what comes', async () => {
    const { hub, port } = await startProcess(randomUUID())
    const first = await listen(port, query)
    hub.publish('bank', { type: 'count', value: 1 })
    const last = seqOf((await first.upTo(1))[0])
    await cut(first)
    for (const value of [2, 3]) {
      hub.publish('bank', { type: 'count', value })
      hub.publish('shop', { type: 'not for it' })
    }
    const again = await listen(port, `${query}&since=${last}`)
    hub.publish('bank', { type: 'count', value: 4 })
    expect(await again.upTo(3)).toEqual(
      [2, 3, 4].map((value, index) => ({
        sequence: index + 1,
        seq: last + index + 1,
        type: 'count',
        value,
      })),
    )
  })

  test('for longer than is kept is told to look again, and goes on from there', async () => {
    const { hub, port } = await startProcess(randomUUID())
    const first = await listen(port, query)
    hub.publish('bank', { type: 'count', value: 0 })
    const last = seqOf((await first.upTo(1))[0])
    await cut(first)
    const text = 'x'.repeat(64 * 1024)
    for (let value = 1; value <= 20; value += 1) {
      hub.publish('bank', { type: 'count', value, text })
    }
    const again = await listen(port, `${query}&since=${last}`)
    hub.publish('bank', { type: 'next' })
    expect(await again.upTo(2)).toEqual([
      { sequence: 1, seq: last + 20, type: 'resync', since: last },
      { sequence: 2, seq: last + 21, type: 'next' },
    ])
  })

  test('and comes to another process is told to look again', async () => {
    const namespace = randomUUID()
    const here = await startProcess(namespace)
    const first = await listen(here.port, query)
    here.hub.publish('bank', { type: 'count' })
    const last = seqOf((await first.upTo(1))[0])
    const there = await startProcess(namespace)
    const again = await listen(there.port, `${query}&since=${last}`)
    expect((await again.upTo(1))[0]).toMatchObject({ type: 'resync', since: last })
  })

  test('with a number that is none is refused', async () => {
    const { port } = await startProcess(randomUUID())
    expect(await refusedWith(port, `${query}&since=yesterday`)).toBe(400)
    expect(await refusedWith(port, `${query}&since=-1`)).toBe(400)
  })
})

test('things that happen often come together, and the newest of too many', async () => {
  const { hub, port } = await startProcess(randomUUID())
  const listening = await listen(port, query)
  for (let value = 1; value <= 120; value += 1) {
    hub.gather('bank', 'compliance_alert', { value })
  }
  const [frame] = await listening.upTo(1)
  expect(frame).toMatchObject({ type: 'compliance_alert', omitted: 70 })
  const items = frame?.['items'] as { value: number }[]
  expect(items.map(({ value }) => value)).toEqual(
    Array.from({ length: 50 }, (_, index) => index + 71),
  )
})

test('the hub knows whose listeners are here', async () => {
  const { hub, port } = await startProcess(randomUUID())
  await listen(port, query)
  await listen(port, '?access_token=two&tenant=shop')
  expect([...hub.listening()].toSorted()).toEqual(['bank', 'shop'])
})
