import { expect, test } from 'vitest'
import { keptBy, keptWord, targetsOf } from './targets.ts'

const { falseAlarms, causes } = targetsOf('pr')
const [fivePercent] = targetsOf('pr').caught
const [extraQuery] = targetsOf('quick').caught

const asked = {
  'false alarms': falseAlarms,
  '+5 % CPU': fivePercent?.target,
  'one more statement': extraQuery?.target,
  'the cause': causes,
} as const

test.each([
  ['false alarms', 0, 24, 'met'],
  ['false alarms', 0, 23, 'too few to say'],
  ['false alarms', 1, 200, 'missed'],
  ['false alarms', 0, 0, 'no round'],
  ['+5 % CPU', 9, 10, 'met'],
  ['+5 % CPU', 8, 10, 'missed'],
  ['+5 % CPU', 9, 9, 'too few to say'],
  ['one more statement', 1, 1, 'too few to say'],
  ['one more statement', 10, 10, 'met'],
  ['one more statement', 99, 100, 'missed'],
  // A rate without a number of rounds is met where its bound is: all of 28 support 89.9 %.
  ['the cause', 28, 28, 'too few to say'],
  ['the cause', 29, 29, 'met'],
  ['the cause', 17, 20, 'missed'],
] as const)('the target of %s, %i of %i: %s', (of, count, runs, word) => {
  expect(keptBy(asked[of], count, runs)).toEqual([asked[of]?.text, word])
})

test('what nothing is demanded of has neither target nor word', () => {
  expect(keptBy(targetsOf('thorough').falseAlarms, 3, 4)).toEqual(['', ''])
  expect(targetsOf('quick').falseAlarms).toBeUndefined()
})

test('a drawn rate is met by its bound, and missed by itself', () => {
  const target = { text: '≤ 1 %', side: 'at most', share: 0.01 } as const
  const rate = { rate: 0, low: 0, runs: 45 }
  expect(keptWord(target, { ...rate, high: 0.065 })).toBe('too few to say')
  expect(keptWord(target, { ...rate, high: 0.009 })).toBe('met')
  expect(keptWord(target, { ...rate, rate: 0.02, high: 0.1 })).toBe('missed')
})
