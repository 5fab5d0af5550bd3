import { expect, test } from 'vitest'
import { hostileText } from './fixture-hostile.ts'
import type { ProgressEvent } from './progress-event.ts'
import { liveRenderer, logRenderer } from './progress-renderer.ts'
import { advance, noProgress, progressLines, timeLeft } from './progress.ts'
import { columns } from './terminal-style.ts'

const options = { width: 110, color: false, unicode: true }

const started = (index: number, atMs: number): ProgressEvent => ({
  kind: 'generation-started',
  scenario: 'payments',
  index,
  total: 8,
  atMs,
})
const finished = (index: number, atMs: number): ProgressEvent => ({
  kind: 'generation-finished',
  scenario: 'payments',
  index,
  total: 8,
  atMs,
})

const story: readonly ProgressEvent[] = [
  { kind: 'phase', phase: 'build', title: 'Building base 9c41e7f0', atMs: 1000 },
  { kind: 'note', message: 'installing locked dependencies', atMs: 2000 },
  { kind: 'phase', phase: 'measure', title: 'Measuring', atMs: 30_000 },
  {
    kind: 'scenario-started',
    scenario: 'payments',
    index: 1,
    total: 2,
    generations: 8,
    atMs: 31_000,
  },
  started(1, 32_000),
  finished(1, 52_000),
  started(2, 52_000),
  {
    kind: 'generation-finished',
    scenario: 'payments',
    index: 2,
    total: 8,
    dropped: 'steal 12 %',
    atMs: 72_000,
  },
  started(3, 72_000),
  { kind: 'note', message: 'steal is high', scenario: 'payments', level: 'warning', atMs: 73_000 },
  {
    kind: 'scenario-finished',
    scenario: 'payments',
    index: 1,
    total: 2,
    status: 'measured',
    atMs: 200_000,
  },
]
const after = (count: number) => story.slice(0, count).reduce(advance, noProgress)

test('before a generation has finished nobody knows how long it takes', () => {
  expect(timeLeft(after(5), 40_000)).toBeNull()
})

test('time left is the mean of the finished generations times those to come', () => {
  // Third generation of eight just started at 20 s each, and a second scenario of which nothing is
  // known.
  expect(timeLeft(after(9), 72_000)).toEqual({ ms: 20_000 * 6, isLeast: true })
  expect(timeLeft(after(9), 82_000)).toEqual({ ms: 20_000 * 6 - 10_000, isLeast: true })
})

/**
 * A look of two generations for each scenario, which last as many seconds as given, one after the
 * other.
 */
function look(seconds: readonly number[], beganMs: number): ProgressEvent[] {
  let atMs = beganMs
  return seconds.flatMap((each, place) => {
    const scenario = `scenario ${place}`
    const at = { scenario, index: place + 1, total: seconds.length }
    const events: ProgressEvent[] = [
      { kind: 'scenario-started', ...at, generations: 2, atMs },
      ...[1, 2].flatMap((index): ProgressEvent[] => [
        { kind: 'generation-started', scenario, index, total: 2, atMs },
        { kind: 'generation-finished', scenario, index, total: 2, atMs: (atMs += each * 1000) },
      ]),
      { kind: 'scenario-finished', ...at, status: 'measured', atMs },
    ]
    return events
  })
}

const firstLook = look([5, 15, 6], 0)

/** Time left when this generation of this scenario started, the last time that it did. */
function leftAt(events: readonly ProgressEvent[], scenario: string, index: number) {
  const last = events.findLastIndex(
    (event) =>
      event.kind === 'generation-started' && event.scenario === scenario && event.index === index,
  )
  const state = events.slice(0, last + 1).reduce(advance, noProgress)
  return timeLeft(state, events[last]?.atMs ?? 0)
}

test('a scenario goes on at its own pace, whatever the others took', () => {
  expect(leftAt(firstLook, 'scenario 2', 2)).toEqual({ ms: 6_000, isLeast: false })
})

test('what is not known is not promised: a scenario without a generation makes it "at least"', () => {
  expect(leftAt(firstLook, 'scenario 1', 1)).toBeNull()
  expect(leftAt(firstLook, 'scenario 1', 2)).toEqual({ ms: 15_000, isLeast: true })
})

test('a second look knows every scenario by the first', () => {
  const secondLook = [...firstLook, ...look([5, 15, 6], 52_000)]
  expect(leftAt(secondLook, 'scenario 0', 1)?.ms).toBe(2 * (5_000 + 15_000 + 6_000))
  expect(leftAt(secondLook, 'scenario 1', 1)?.ms).toBe(2 * (15_000 + 6_000))
})

test('a generation that takes longer than the others never makes time left rise', () => {
  expect(timeLeft(after(9), 172_000)?.ms).toBe(20_000 * 5)
})

test('the lines say phase, scenario, generation, elapsed and left', () => {
  expect(progressLines(after(9), 82_000, options)).toEqual([
    '██░░░░░░░░░░░░░░ Measuring · payments (1 of 2) · generation 3 of 8 · 1 min 22 s · at least 1 min 50 s left',
  ])
  expect(progressLines(after(2), 2500, options)).toEqual([
    'Building base 9c41e7f0 · 3 s',
    '  installing locked dependencies',
  ])
})

test.each([10, 30, 60])('no line is wider than %i columns, whatever the text', (width) => {
  const state = advance(after(9), { kind: 'note', message: hostileText, atMs: 1 })
  for (const unicode of [true, false]) {
    for (const line of progressLines(state, 82_000, { width, color: false, unicode })) {
      expect(columns(line)).toBeLessThanOrEqual(width)
      expect(line).not.toMatch(/\p{Cc}/u)
    }
  }
})

test('in a log every event is one line', () => {
  const lines: string[] = []
  const renderer = logRenderer((text) => lines.push(text), options)
  for (const event of story) renderer.event(event)
  expect(lines.join('')).toBe(`[1 s] Building base 9c41e7f0
[2 s] installing locked dependencies
[30 s] Measuring
[31 s] payments (1 of 2): started
[32 s] payments: generation 1 of 8 started
[52 s] payments: generation 1 of 8 finished, at least 2 min 20 s of measuring left
[52 s] payments: generation 2 of 8 started, at least 2 min 20 s of measuring left
[1 min 12 s] payments: generation 2 of 8 dropped: steal 12 %, at least 2 min 0 s of measuring left
[1 min 12 s] payments: generation 3 of 8 started, at least 2 min 0 s of measuring left
[1 min 13 s] warning: payments: steal is high, at least 1 min 59 s of measuring left
[3 min 20 s] payments (1 of 2): measured
`)
})

test('in a terminal what was drawn is taken away before the next drawing', () => {
  const screen = terminal()
  const renderer = liveRenderer(screen.write, () => options)
  for (const event of story.slice(0, 9)) renderer.event(event)
  renderer.tick(82_000)
  expect(screen.lines()).toEqual(progressLines(after(9), 82_000, options))
  renderer.clear()
  renderer.clear()
  expect(screen.lines()).toEqual([])
})

test('warnings and finished scenarios stay on the screen', () => {
  const screen = terminal()
  const renderer = liveRenderer(screen.write, () => options)
  for (const event of story) renderer.event(event)
  renderer.clear()
  expect(screen.lines()).toEqual([
    '[1 min 13 s] warning: payments: steal is high',
    '[3 min 20 s] payments (1 of 2): measured',
  ])
})

/** As much of a terminal as the renderer uses: lines, cursor up, erase below. */
function terminal() {
  let rows: string[] = []
  return {
    write: (text: string) => {
      const isErasing = text.startsWith('\u001b[') && text.endsWith('A\u001b[0J')
      if (!isErasing) rows = [...rows, ...text.split('\n').slice(0, -1)]
      else rows = rows.slice(0, rows.length - Number(text.slice(2, -'A\u001b[0J'.length)))
    },
    lines: () => rows,
  }
}
