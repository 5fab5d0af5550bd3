import { expect, test } from 'vitest'
import { RecentMap } from './recent-map.ts'

const numbered = () => {
  let made = 0
  return new RecentMap(10, () => ({ number: (made += 1) }))
}

test('a name has one value within its tenant', () => {
  const map = numbered()
  const first = map.get('one', 'a')
  expect(map.get('one', 'a')).toBe(first)
  expect(map.get('two', 'a')).not.toBe(first)
  expect(map.get('one', 'b')).not.toBe(first)
})

test('what is asked for again and again is kept, the rest is forgotten', () => {
  const map = numbered()
  const kept = map.get('one', 'kept')
  const left = map.get('one', 'left')
  for (let index = 0; index < 100; index += 1) {
    map.get('one', `other-${index}`)
    expect(map.get('one', 'kept')).toBe(kept)
  }
  expect(map.get('one', 'left')).not.toBe(left)
})
