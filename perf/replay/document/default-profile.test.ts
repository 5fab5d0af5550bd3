import { expect, test } from 'vitest'
import { syntheticSelfChecks } from '../testing.ts'
import { defaultProfile } from './default-profile.ts'

const lane = 'local-2cpu'
const quick = (runs: number) => syntheticSelfChecks(runs, { profile: 'quick', generations: 8 })

test('the profile that everybody meets first has its false alarms told first, with their n', () => {
  const rounds = [...quick(2), ...syntheticSelfChecks(24)]
  expect(defaultProfile({ rounds }, [lane])).toContain(
    'lane local-2cpu: `quick` 0 of 2 (too few to say), `pr` 0 of 24 (at most 12 %).',
  )
})

test('a profile without a run is unknown', () => {
  expect(defaultProfile({ rounds: quick(2) }, [lane])).toContain('`pr` unknown, no run.')
})
