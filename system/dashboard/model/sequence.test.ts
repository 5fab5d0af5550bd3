import { expect, test } from 'vitest'
import { carriesOn } from './sequence.ts'

test('the first frame and the next one carry on', () => {
  expect([carriesOn(900, undefined), carriesOn(8, 7)]).toEqual([true, true])
})

test('a frame that was missed, and a server that counts anew, do not', () => {
  expect([carriesOn(9, 7), carriesOn(1, 7), carriesOn(7, 7)]).toEqual([false, false, false])
})
