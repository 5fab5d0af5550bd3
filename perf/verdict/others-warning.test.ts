import { expect, test } from 'vitest'
import { judgeRun } from './judge.ts'
import { healthy } from './testing.ts'

/** What the judge says of a machine of which others used so much. */
const said = (machine: { readonly othersCpuCores?: number; readonly machineCores?: number }) =>
  judgeRun({
    recordings: [],
    profile: 'quick',
    seed: 1,
    machine: { ...healthy, ...machine },
  }).warnings.filter(({ code }) => code === 'busy-machine')

test('a run of which others used more than a tenth says so, and is not failed for it', () => {
  const message =
    'others used 0.9 of 2 cores on average during the run, expected at most 0.2: ' +
    'intervals are wider than on a quiet machine'
  expect(said({ othersCpuCores: 0.9, machineCores: 2 })).toEqual([
    { code: 'busy-machine', message, gate: false },
  ])
  expect(said({ othersCpuCores: 0.86, machineCores: 8 })).toHaveLength(1)
})

test('a tenth or less is not worth a word, and what is not known accuses nobody', () => {
  expect(said({ othersCpuCores: 0.2, machineCores: 2 })).toEqual([])
  expect(said({ othersCpuCores: 0.24, machineCores: 2 })).toEqual([])
  expect(said({})).toEqual([])
})
