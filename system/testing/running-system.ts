import { afterAll, beforeAll } from 'vitest'
import { SystemUnderTest } from './system-process.ts'

/**
 * One system for all tests of a file: started before them, gone with its data after them. It can be
 * asked from the first `beforeAll` on that is written below this call.
 * @param overrides environment names
 */
export function runningSystem(overrides: Readonly<Record<string, string>> = {}): SystemUnderTest {
  const system = new SystemUnderTest(overrides)
  beforeAll(async () => {
    await system.prepare()
    await system.start()
    await system.ready()
  })
  afterAll(async () => {
    await system[Symbol.asyncDispose]()
  })
  return system
}

/** Another one with every call: `key-1`, `key-2`. */
export function idempotencyKeys(): () => string {
  let sequence = 0
  return () => `key-${(sequence += 1)}`
}
