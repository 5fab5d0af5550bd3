import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { freePorts, onFreePorts } from './free-port.ts'

const taken = new KnownFailure('service', 'redis ended: bind: Address already in use')

test('free ports are all different', async () => {
  expect(new Set(await freePorts(20)).size).toBe(20)
})

test('a port that somebody has is not given', async () => {
  const [first = 0] = await freePorts(1, 0)
  await using holder = createServer().listen(first, '127.0.0.1')
  await once(holder, 'listening')
  const [second = 0] = await freePorts(1, 0)
  expect(second).toBeGreaterThan(first)
})

test('no port is one that an outgoing connection could take meanwhile', async () => {
  const [lowestEphemeral] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(
    /\s/,
  )
  expect(Math.max(...(await freePorts(20)))).toBeLessThan(Number(lowestEphemeral))
})

test('a taken port is tried again, three times in all', async () => {
  let attempts = 0
  const start = async (): Promise<never> => {
    attempts += 1
    throw taken
  }
  await expect(onFreePorts(1, start)).rejects.toBe(taken)
  expect(attempts).toBe(3)
})

test('another failure is not tried again', async () => {
  let attempts = 0
  const start = async (): Promise<never> => {
    attempts += 1
    throw new KnownFailure('service', 'redis ended: out of memory')
  }
  await expect(onFreePorts(1, start)).rejects.toThrow('out of memory')
  expect(attempts).toBe(1)
})
