import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('work is done one after the other, in the order in which it came', async () => {
  const turns = new Turns()
  const seen: string[] = []
  const work = (name: string) => async () => {
    seen.push(`${name} begins`)
    await new Promise(setImmediate)
    seen.push(`${name} ends`)
    return name
  }
  expect(await Promise.all(['a', 'b'].map(async (name) => turns.take(work(name))))).toEqual([
    'a',
    'b',
  ])
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
})

test('work that fails fails for whoever asked for it alone', async () => {
  const turns = new Turns()
  const failing = turns.take(async () => {
    throw new Error('no')
  })
  const after = turns.take(async () => 'done')
  await expect(failing).rejects.toThrow('no')
  await expect(after).resolves.toBe('done')
})
