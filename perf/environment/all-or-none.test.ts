import { expect, test } from 'vitest'
import { allOrNone } from './all-or-none.ts'

test('what started is handed over in order', async () => {
  const stopped: string[] = []
  const started = await allOrNone([Promise.resolve('a'), Promise.resolve('b')], async (name) => {
    stopped.push(name)
  })
  expect(started).toEqual(['a', 'b'])
  expect(stopped).toEqual([])
})

test('one failure stops those that started, later ones too, and is thrown', async () => {
  const stopped: string[] = []
  const late = new Promise<string>((resolve) => setImmediate(() => resolve('late')))
  const starting = [Promise.resolve('early'), Promise.reject(new Error('no room')), late] as const
  await expect(
    allOrNone(starting, async (name) => {
      stopped.push(name)
    }),
  ).rejects.toThrow('no room')
  expect(stopped).toEqual(['early', 'late'])
})

test('a stop that fails does not hide the failure', async () => {
  const starting = [Promise.resolve('early'), Promise.reject(new Error('no room'))] as const
  const stop = async (): Promise<void> => {
    throw new Error('cannot stop')
  }
  await expect(allOrNone(starting, stop)).rejects.toThrow('no room')
})
