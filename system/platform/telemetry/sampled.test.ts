import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { sampleGauge } from './sampled.ts'

const valuesOf = async (registry: Registry): Promise<string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))

test('a gauge is read when it is asked for, not before', async () => {
  const registry = new Registry()
  let waiting = 1
  sampleGauge(registry, { name: 'rows', help: 'h' }, () => waiting)
  waiting = 7
  expect(await valuesOf(registry)).toEqual(['rows 7'])
})

test('a gauge with a label has a value for each of its names, and none of a name that is gone', async () => {
  const registry = new Registry()
  let states: Record<string, number> = { queued: 2, running: 1 }
  sampleGauge(registry, { name: 'jobs', help: 'h', label: 'status' }, async () => states)
  expect(await valuesOf(registry)).toEqual(['jobs{status="queued"} 2', 'jobs{status="running"} 1'])
  states = { queued: 3 }
  expect(await valuesOf(registry)).toEqual(['jobs{status="queued"} 3'])
})

test('what cannot be read has no value, though it had one before', async () => {
  const registry = new Registry()
  const answers = [4]
  sampleGauge(registry, { name: 'lag', help: 'h', label: 'topic' }, () => {
    const events = answers.pop()
    if (events === undefined) {
      throw new Error('Kafka is away')
    }
    return { events }
  })
  expect(await valuesOf(registry)).toEqual(['lag{topic="events"} 4'])
  expect(await valuesOf(registry)).toEqual([])
})

test('what cannot be read is not zero either', async () => {
  const registry = new Registry()
  const answers = [4]
  sampleGauge(registry, { name: 'lag', help: 'h' }, async () => answers.pop() ?? Promise.reject())
  expect(await valuesOf(registry)).toEqual(['lag 4'])
  expect(await valuesOf(registry)).toEqual([])
})
