import { expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { freePorts, onFreePorts } from './free-port.ts'

const taken = new KnownFailure('service', 'redis ended: bind: Address already in use')

test('free ports are all different', async () => {
  expect(new Set(await freePorts(20)).size).toBe(20)
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
