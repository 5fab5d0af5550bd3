import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Metronome } from './metronome.ts'

it('has no pace before it beat', async () => {
  const metronome = new Metronome()
  expect(metronome.cpuUsPerBeat).toBeUndefined()
  await metronome.during(() => Promise.resolve())
  expect(metronome.cpuUsPerBeat).toBeUndefined()
})

it('beats while the work goes on, at a cost, and not after it', async () => {
  const metronome = new Metronome()
  expect(await metronome.during(() => sleep(60, 'done'))).toBe('done')
  const pace = metronome.cpuUsPerBeat
  expect(pace).toBeGreaterThan(0)
  await sleep(30)
  expect(metronome.cpuUsPerBeat).toBe(pace)
})

it('stops with work that fails', async () => {
  const metronome = new Metronome()
  await expect(
    metronome.during(() => sleep(30).then(() => Promise.reject(new Error('lost')))),
  ).rejects.toThrow('lost')
  const pace = metronome.cpuUsPerBeat
  await sleep(30)
  expect(metronome.cpuUsPerBeat).toBe(pace)
})
