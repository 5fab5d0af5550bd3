import { describe, expect, it } from 'vitest'
import type { Inspector } from '../../inspector/inspector.ts'
import { countedDuring, type CountedScript, executionCounts } from './execution-pass.ts'

const serial = { operations: 10, fullSpeedMs: 1_500, leisurelyMs: 6_500 }
const source = 'function pay(order) {\n  for (const line of order) {\n    book(line)\n  }\n}\n'
const pay = source.slice(0, -1)
const body = { start: source.indexOf('{\n    book'), end: source.lastIndexOf('}\n}') + 1 }

/** As V8 tells it: the function, and its loop's body where that ran another number of times. */
function counted(calls: number, rounds: number): CountedScript['functions'] {
  const whole = { startOffset: 0, endOffset: pay.length, count: calls }
  const loop = { startOffset: body.start, endOffset: body.end, count: rounds }
  const ranges = rounds === calls ? [whole] : [whole, loop]
  return [{ functionName: 'pay', isBlockCoverage: true, ranges }]
}

function script(text: string | undefined, calls: number, rounds: number): CountedScript[] {
  return [{ file: 'pay.ts', source: text, known: counted(0, 0), functions: counted(calls, rounds) }]
}

const arm = (rounds: number) => [script(source, 10, rounds), script(undefined, 10, rounds)]

describe('execution counts', () => {
  it('are one total for both passes of an arm, and the changes', () => {
    const { counters, changes } = executionCounts({ base: arm(500), head: arm(25_000) }, serial)
    expect(changes).toEqual([
      {
        place: { function: 'pay', file: 'pay.ts', line: 2 },
        kind: 'block',
        source: 'for (const line of order) {',
        base: 50,
        head: 2_500,
      },
    ])
    const [base, head] = [counters.base, counters.head].map(
      (values) => values['execution/total']?.value ?? 0,
    )
    expect(head).toBeGreaterThan(40 * (base ?? 0))
  })

  it('are one total, too, where the loop ran once more in one of the passes', () => {
    const head = [script(source, 10, 25_000), script(undefined, 10, 25_001)]
    const { counters, changes } = executionCounts({ base: arm(500), head }, serial)
    expect(changes).toMatchObject([{ kind: 'block', base: 50, head: 2_500 }])
    const [before = 0, after = 0] = [counters.base, counters.head].map(
      (values) => values['execution/total']?.value,
    )
    expect(after).toBeGreaterThan(before + 2_400)
  })

  it('of a script that only the second pass loaded are none', () => {
    const { counters } = executionCounts(
      { base: [[], script(undefined, 1, 1)], head: [[], script(undefined, 1, 1)] },
      serial,
    )
    expect(counters.base['execution/total']?.value).toBe(0)
  })
})

describe('a counted stretch of work', () => {
  const root = import.meta.dirname
  const scripts = [
    `file://${root}/a.ts`,
    `file://${root}/node_modules/b.js`,
    'node:fs',
    'file:///c',
  ]
  const taken = scripts.map((url, index) => ({ url, scriptId: String(index), functions: [] }))
  const asked: string[] = []
  const inspector = {
    startPreciseCoverage: () => Promise.resolve(taken),
    takePreciseCoverage: () => Promise.resolve(taken),
    scriptSource(id: string) {
      asked.push(id)
      return Promise.resolve('source')
    },
  } as unknown as Inspector

  it("is of the arm's own files, whose text is asked for in the first pass only", async () => {
    const work = () => Promise.resolve()
    const first = await countedDuring(inspector, { armFolder: root, pass: 1 }, work)
    const second = await countedDuring(inspector, { armFolder: root, pass: 2 }, work)
    expect([first, second].map((all) => all.map(({ file, source: text }) => [file, text]))).toEqual(
      [[['a.ts', 'source']], [['a.ts', undefined]]],
    )
    expect(asked).toEqual(['0'])
  })
})
