import { describe, expect, test } from 'vitest'
import { banks } from './banks.ts'
import { isOpenBySlowWay } from './slow-windows.ts'
import { createClearingWindows } from './windows.ts'
import type { WindowOf } from './window-span.ts'

const dubai = 'ENBXAEADXXX'
const jerusalem = 'LUMIILITXXX'
const karachi = 'HABBPKKKXXX'
const kolkata = 'SBININBBXXX'
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

const at = (instant: string): number => Date.parse(instant)
const iso = (atMs: number): string => new Date(atMs).toISOString()

describe('a bank is', () => {
  test.each([
    // 2026-01-07 is a Wednesday.
    [dubai, '2026-01-07T03:59:59.999Z', false],
    [dubai, '2026-01-07T04:00:00.000Z', true],
    [dubai, '2026-01-07T11:59:59.999Z', true],
    [dubai, '2026-01-07T12:00:00.000Z', false],
    [kolkata, '2026-01-07T04:29:59.999Z', false],
    [kolkata, '2026-01-07T04:30:00.000Z', true],
    [kolkata, '2026-01-07T12:29:59.999Z', true],
    [kolkata, '2026-01-07T12:30:00.000Z', false],
    [karachi, '2026-01-07T04:00:00.000Z', true],
    [karachi, '2026-01-07T12:00:00.000Z', false],
  ])('%s at %s open: %s', (bic, instant, open) => {
    expect(createClearingWindows().isOpen(bic, at(instant))).toBe(open)
  })

  test.each([
    ['Thursday', '2026-01-08T09:00:00Z', [true, true, true, true]],
    ['Friday', '2026-01-09T09:00:00Z', [false, false, true, true]],
    ['Saturday', '2026-01-10T09:00:00Z', [false, false, false, true]],
    ['Sunday', '2026-01-11T09:00:00Z', [true, true, false, false]],
    ['Monday', '2026-01-12T09:00:00Z', [true, true, true, true]],
  ])('on a %s open as its own week has it', (_day, instant, open) => {
    const windows = createClearingWindows()
    expect(banks.map(({ bic }) => windows.isOpen(bic, at(instant)))).toEqual(open)
  })

  test.each([
    // Summer time begins on Friday 2026-03-27 and ends on Sunday 2026-10-25, both at 02:00.
    ['in winter, at UTC+2', '2026-03-26T07:00:00.000Z', '2026-03-26T15:00:00.000Z'],
    ['two days into summer, at UTC+3', '2026-03-29T06:00:00.000Z', '2026-03-29T14:00:00.000Z'],
    ['on the last Thursday of summer', '2026-10-22T06:00:00.000Z', '2026-10-22T14:00:00.000Z'],
    ['on the very day summer ends', '2026-10-25T07:00:00.000Z', '2026-10-25T15:00:00.000Z'],
  ])('Jerusalem open from 09:00 to 17:00 %s', (_when, from, until) => {
    const span = createClearingWindows().spanAt(jerusalem, at(from))
    expect({ open: span.open, from: iso(span.fromMs), until: iso(span.untilMs) }).toEqual({
      open: true,
      from,
      until,
    })
    expect(createClearingWindows().isOpen(jerusalem, at(from) - 1)).toBe(false)
  })
})

describe('the next opening', () => {
  test.each([
    ['of an open bank is now', dubai, '2026-01-07T09:00:00.000Z', '2026-01-07T09:00:00.000Z'],
    ['before hours is of the day', kolkata, '2026-01-07T01:00:00.000Z', '2026-01-07T04:30:00.000Z'],
    ['at closing is of tomorrow', karachi, '2026-01-07T12:00:00.000Z', '2026-01-08T04:00:00.000Z'],
    ['of the weekend is of Sunday', dubai, '2026-01-09T09:00:00.000Z', '2026-01-11T04:00:00.000Z'],
    ['over summer’s begin', jerusalem, '2026-03-26T15:00:00.000Z', '2026-03-29T06:00:00.000Z'],
    ['over summer’s end', jerusalem, '2026-10-22T14:00:00.000Z', '2026-10-25T07:00:00.000Z'],
  ])('%s', (_what, bic, now, opensAt) => {
    expect(iso(createClearingWindows().opensAt(bic, at(now)))).toBe(opensAt)
  })

  test.each([
    [
      'is now when both are open',
      dubai,
      kolkata,
      '2026-01-07T09:00:00.000Z',
      '2026-01-07T09:00:00.000Z',
    ],
    [
      'is the later of the two',
      dubai,
      kolkata,
      '2026-01-07T04:10:00.000Z',
      '2026-01-07T04:30:00.000Z',
    ],
    // Jerusalem rests on Friday and Saturday, Karachi on Saturday and Sunday.
    [
      'waits for two weekends',
      jerusalem,
      karachi,
      '2026-01-08T15:00:00.000Z',
      '2026-01-12T07:00:00.000Z',
    ],
  ])('of a pair %s', (_what, one, other, now, opensAt) => {
    const windows = createClearingWindows()
    expect(iso(windows.opensForBoth(one, other, at(now)))).toBe(opensAt)
    expect(iso(windows.opensForBoth(other, one, at(now)))).toBe(opensAt)
  })
})

test('a bank that nobody knows is an error that names those known', () => {
  expect(() => createClearingWindows().isOpen('NOBODYXXXXX', 0)).toThrow(
    'no bank has the BIC NOBODYXXXXX, expected one of ENBXAEADXXX, LUMIILITXXX',
  )
})

test('hours that never meet are an error, not an endless search', () => {
  const early = bank('EARLY', '01:00', '02:00', [1])
  const late = bank('LATE', '03:00', '04:00', [1])
  const windows = createClearingWindows([early, late])
  expect(() => windows.opensForBoth('EARLY', 'LATE', 0)).toThrow('never clear at the same time')
  expect(() =>
    createClearingWindows([bank('NEVER', '01:00', '02:00', [])]).isOpen('NEVER', 0),
  ).toThrow('bank NEVER opens on no day of the week')
})

test('a bank that opens once a week waits a week', () => {
  const windows = createClearingWindows([bank('WEEKLY', '10:00', '11:00', [3])])
  const closing = at('2026-01-07T11:00:00Z')
  expect(iso(windows.opensAt('WEEKLY', closing))).toBe('2026-01-14T10:00:00.000Z')
})

function bank(bic: string, opens: string, closes: string, weekdays: number[]): WindowOf {
  return { bic, timeZone: 'UTC', window: { opens, closes, weekdays } }
}

/** Two years in steps that hit every minute of the hour, then every edge to the millisecond. */
describe('what is kept between calls agrees with a slow recomputation', () => {
  const from = at('2026-01-01T00:00:00Z')
  const until = from + 730 * dayMs
  const stepMs = 97 * minuteMs + 1

  test.each(banks.map((each) => [each.city, each] as const))('in %s', (_city, each) => {
    const windows = createClearingWindows()
    for (let atMs = from; atMs < until; atMs += stepMs) {
      const span = windows.spanAt(each.bic, atMs)
      expect(span.open, iso(atMs)).toBe(isOpenBySlowWay(each, atMs))
    }
    for (let atMs = from; atMs < until; atMs = windows.spanAt(each.bic, atMs).untilMs) {
      const { open, untilMs } = windows.spanAt(each.bic, atMs)
      expect(isOpenBySlowWay(each, untilMs - 1), iso(untilMs - 1)).toBe(open)
      expect(isOpenBySlowWay(each, untilMs), iso(untilMs)).toBe(!open)
    }
  })

  test('for instants in no order, and for pairs', () => {
    const windows = createClearingWindows()
    for (let index = 0; index < 5_000; index += 1) {
      const atMs = from + ((index * 7_919_317_111) % (until - from))
      const [one, other] = [banks[index % 4], banks[(index >> 2) % 4]]
      if (one === undefined || other === undefined) continue
      const both = (ms: number): boolean => isOpenBySlowWay(one, ms) && isOpenBySlowWay(other, ms)
      const opensMs = windows.opensForBoth(one.bic, other.bic, atMs)
      expect(opensMs === atMs, iso(atMs)).toBe(both(atMs))
      expect(both(opensMs), iso(atMs)).toBe(true)
      expect(both(opensMs - 1) && opensMs !== atMs, iso(atMs)).toBe(false)
    }
  })
})
