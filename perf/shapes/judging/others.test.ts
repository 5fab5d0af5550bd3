import { expect, it } from 'vitest'
import { othersSeen } from './others.ts'

const seenOf2 = (othersCpuCores: number) => othersSeen({ othersCpuCores, machineCores: 2 })

it('others who took little are not told, and nobody who was out of sight', () => {
  expect(seenOf2(0.2)).toBeUndefined()
  expect(othersSeen({})).toBeUndefined()
})

it('others who took a tenth are told, and excuse nothing up to a quarter of all cores', () => {
  const said = 'others used 0.50 of 2 cores over the run: latency and rate are theirs, too'
  expect(seenOf2(0.5)).toEqual({ said, excuses: false })
  expect(seenOf2(1.18)).toEqual({ said: said.replace('0.50', '1.18'), excuses: true })
})
