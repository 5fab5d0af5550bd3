import { expect, test } from 'vitest'
import { UnderWay } from './under-way.ts'

const tenant = 'acme'

test('what was put in is found until it is taken out, however much comes and goes meanwhile', () => {
  const underWay = new UnderWay<number>()
  underWay.add(tenant, 'stays', -1)
  const atOnce = 40
  for (let place = 0; place < 10_000; place += 1) {
    underWay.add(tenant, `key-${place}`, place)
    const before = place - atOnce
    expect(underWay.get(tenant, `key-${before}`)).toBe(before < 0 ? undefined : before)
    underWay.delete(tenant, `key-${before}`)
    expect(underWay.get(tenant, `key-${before}`)).toBeUndefined()
    expect(underWay.get(tenant, `key-${place}`)).toBe(place)
  }
  expect(underWay.get(tenant, 'stays')).toBe(-1)
  underWay.delete(tenant, 'stays')
  expect(underWay.get(tenant, 'stays')).toBeUndefined()
})

test('a name counts within its tenant, and one that is not there can be taken out', () => {
  const underWay = new UnderWay<number>()
  underWay.add(tenant, 'key', 1)
  underWay.delete('other', 'key')
  underWay.delete(tenant, 'other')
  expect(underWay.get('other', 'key')).toBeUndefined()
  expect(underWay.get(tenant, 'key')).toBe(1)
})

test("a name that is put in twice and taken out twice is in nobody's way", () => {
  const underWay = new UnderWay<number>()
  for (let place = 0; place < 5_000; place += 1) {
    underWay.add(tenant, `key-${place}`, place)
    underWay.add(tenant, `key-${place - 1_000}`, -place)
    expect(underWay.get(tenant, `key-${place - 1_000}`)).toBe(-place)
    underWay.delete(tenant, `key-${place - 1_000}`)
    underWay.delete(tenant, `key-${place - 1_000}`)
    expect(underWay.get(tenant, `key-${place - 1_000}`)).toBeUndefined()
  }
})

test('nothing is lost where generations change while something is in both', () => {
  const underWay = new UnderWay<number>()
  const names = Array.from({ length: 5_000 }, (_, place) => `key-${place}`)
  for (const [place, name] of names.entries()) underWay.add(tenant, name, place)
  expect(names.map((name) => underWay.get(tenant, name))).toEqual([...names.keys()])
  for (const name of names) underWay.delete(tenant, name)
  expect(names.filter((name) => underWay.get(tenant, name) !== undefined)).toEqual([])
})
