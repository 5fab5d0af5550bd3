import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { KnownFailure } from '../../errors.ts'
import { bothArms, bothSettled } from './both-arms.ts'

const diedOf = (arm: 'base' | 'head') =>
  new KnownFailure('target', `the ${arm} system ended by itself`, { arms: [arm] })

test('both arms do the same, each for itself', async () => {
  expect(await bothArms((arm) => Promise.resolve(`of ${arm}`))).toEqual({
    base: 'of base',
    head: 'of head',
  })
})

test('the failure of one is told when the other has come to its end', async () => {
  let ended = false
  const other = sleep(1).then(() => {
    ended = true
  })
  const died = diedOf('head')
  await expect(bothSettled(Promise.reject(died), other)).rejects.toBe(died)
  expect(ended).toBe(true)
})

test('what both systems failed at is one failure of both arms', async () => {
  const both = bothSettled(Promise.reject(diedOf('head')), Promise.reject(diedOf('base')))
  await expect(both).rejects.toMatchObject({
    code: 'target',
    message: 'the head system ended by itself; and the base system ended by itself',
    arms: ['head', 'base'],
  })
})

test('beside what a system failed at, a failure of something else stays that', async () => {
  const full = new KnownFailure('disk', 'the disk is full')
  await expect(bothSettled(Promise.reject(full), Promise.reject(diedOf('head')))).rejects.toBe(full)
})
