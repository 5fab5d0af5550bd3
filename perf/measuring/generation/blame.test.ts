import { expect, test } from 'vitest'
import { KnownFailure } from '../../errors.ts'
import type { SystemProcess } from '../../target/system-process.ts'
import { blamedSystem, blaming } from './blame.ts'

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (failure: unknown) => failure,
  )

test('what a system failed at is the failure of its arm, and otherwise as it was', async () => {
  const cause = new Error('ECONNREFUSED')
  const died = new KnownFailure('target', 'the system ended by itself', { cause, remedy: 'node .' })
  expect(await failureOf(blaming('head', Promise.reject(died)))).toMatchObject({
    code: 'target',
    message: 'the system ended by itself',
    cause,
    remedy: 'node .',
    arms: ['head'],
  })
})

test('a failure whose arm is known stays that arm’s', async () => {
  const died = new KnownFailure('target', 'the system ended by itself', { arms: ['base'] })
  expect(await failureOf(blaming('head', Promise.reject(died)))).toBe(died)
})

test.each([new KnownFailure('service', 'postgres ended by itself'), new Error('a bug')])(
  'what no system did is no arm’s: %s',
  async (failure) => {
    expect(await failureOf(blaming('head', Promise.reject(failure)))).toBe(failure)
  },
)

test('a system is blamed for what fails under its guard, and for work that never ends', async () => {
  const died = new KnownFailure('target', 'the system ended by itself')
  const system = blamedSystem('base', {
    guard: () => Promise.reject(died),
    quiesce: () => Promise.reject(died),
  } as unknown as SystemProcess)
  expect(await failureOf(system.guard(Promise.resolve()))).toMatchObject({ arms: ['base'] })
  expect(await failureOf(system.quiesce())).toMatchObject({ arms: ['base'] })
})
