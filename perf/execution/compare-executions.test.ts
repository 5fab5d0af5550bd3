import { describe, expect, it } from 'vitest'
import { compareExecutions } from './compare-executions.ts'
import { executed } from './testing.ts'

const operations = 10
const serial = { operations, fullSpeedMs: 1_500, leisurelyMs: 6_500 }

/** A batcher as services have it: a queue, a loop that fills it, a branch that seldom runs. */
const batcher = `
/** Gathers orders. */
class Batcher {
  readonly #queue: number[] = []
  constructor(private_: { readonly max: number }) {
    this.max = private_.max
  }
  max: number
  add(order: number): boolean {
    if (this.#queue.length >= this.max) {
      this.#refuse(order)
      return false
    }
    this.#queue.push(order)
    return true
  }
  flush(): number {
    let sum = 0
    for (const order of this.#queue) {
      sum += weigh(order)
    }
    this.#queue.length = 0
    return sum
  }
  #refuse(order: number): void {
    void order
  }
}
function weigh(order: number): number {
  return order > 100 ? order * 2 : order
}
function work(orders: number): number {
  const queue = new Batcher({ max: 50 })
  const all = Array.from({ length: orders }, (_, index) => index)
  all.filter((order) => queue.add(order))
  return queue.flush()
}
({ work })
`

const tenTimes = ({ work }: Readonly<Record<string, (...values: never[]) => unknown>>) => {
  for (let round = 0; round < operations; round += 1) (work as (orders: number) => unknown)(8)
}

const both = (file: string, source: string) => executed(file, source, tenTimes, tenTimes)

function compared(head: string, base: string = batcher, file: string = 'system/batcher.ts') {
  return compareExecutions(both('system/batcher.ts', base), both(file, head), serial)
}

const edited = (from: string, to: string, source: string = batcher) => {
  expect(source).toContain(from)
  return source.replace(from, to)
}

describe('code that does the same work', () => {
  it.each([
    ['unchanged', batcher, 'system/batcher.ts'],
    ['in a renamed file', batcher, 'system/gathering/queue.ts'],
    ['with other comments', edited('/** Gathers orders. */', '// Orders\n// wait here.'), ''],
    ['with other types', edited('orders: number): number', 'orders: 8): number | bigint'), ''],
    ['laid out anew', edited('      sum += weigh(order)\n', '\n\n  sum\n += weigh(order)\n'), ''],
    [
      'in another order',
      edited('\nfunction weigh', '\nclass Last {}\nfunction weigh').replace(
        /(function weigh[^]*?\n\}\n)(function work[^]*?\n\}\n)/,
        '$2$1',
      ),
      '',
    ],
    ['with a function under another name', batcher.replaceAll('weigh', 'measure'), ''],
    ['with an operator for another', edited('order * 2', 'order + 2'), ''],
  ])('is no finding: %s', (_what, head, file) => {
    const { changes, tokensPerOperation } = compared(head, batcher, file || 'system/batcher.ts')
    expect(changes).toEqual([])
    expect(tokensPerOperation.head).toBe(tokensPerOperation.base)
    expect(tokensPerOperation.base).toBeGreaterThan(100)
  })
})

describe('code that does more work', () => {
  it('is found at its line: a loop that runs more often, though no text of it changed', () => {
    const head = edited('queue.flush()', 'queue.flush() + queue.flush()').replace(
      'this.#queue.length = 0',
      'this.#queue.push(1, 2)',
    )
    const { changes } = compared(head)
    const loop = changes.find(({ source }) => source.startsWith('for (const order of'))
    expect(loop).toMatchObject({ kind: 'block', base: 8, head: 18, place: { function: 'flush' } })
    expect(loop?.place.line).toBe(1 + batcher.split('for (const order')[0]!.split('\n').length - 1)
  })

  it('is found in each function that is called more often, once each', () => {
    const head = edited('sum += weigh(order)', 'sum += weigh(weigh(order))')
    const { changes, tokensPerOperation } = compared(head)
    expect(changes).toMatchObject([
      { kind: 'function', base: 8, head: 16, place: { function: 'weigh' } },
      { kind: 'block', base: null, head: 8, source: 'sum += weigh(weigh(order))' },
    ])
    expect(tokensPerOperation.head).toBeGreaterThan(tokensPerOperation.base)
  })

  it('is found in a new function, with the part of the caller that is new', () => {
    const head = edited('return queue.flush()', 'audit(orders)\n  return queue.flush()').replace(
      'function work',
      'function audit(orders: number): string {\n  return JSON.stringify({ orders })\n}\nfunction work',
    )
    expect(compared(head).changes).toMatchObject([
      { kind: 'function', base: null, head: 1, place: { function: 'audit' } },
      { kind: 'block', base: null, head: 1, source: 'audit(orders)', place: { function: 'work' } },
    ])
  })

  it('is found where a branch is taken that was not', () => {
    const { changes } = compared(edited('max: 50', 'max: 5'))
    expect(changes).toContainEqual(
      expect.objectContaining({
        kind: 'function',
        base: 0,
        head: 3,
        place: expect.objectContaining({ function: '#refuse' }),
      }),
    )
    expect(changes).toContainEqual(
      expect.objectContaining({
        kind: 'block',
        base: 0,
        head: 3,
        source: 'if (this.#queue.length >= this.max) {',
      }),
    )
  })
})

describe('few operations', () => {
  it('do not hide what each of them does once more', () => {
    const once = ({ work }: Parameters<typeof tenTimes>[0]) => (work as (orders: number) => void)(8)
    const head = edited('return queue.flush()', 'queue.add(1)\n  return queue.flush()')
    const base = executed('a.ts', batcher, once, once)
    const { changes } = compareExecutions(base, executed('a.ts', head, once, once), {
      ...serial,
      operations: 1,
    })
    expect(changes).toContainEqual(
      expect.objectContaining({ kind: 'block', base: null, head: 1, source: 'queue.add(1)' }),
    )
  })
})

describe('code that does less work', () => {
  it('lists what is gone where it stood in base', () => {
    const head = edited('  all.filter((order) => queue.add(order))\n', '')
    const { changes } = compared(head)
    const gone = changes.filter(({ head: after }) => after === null)
    expect(gone.map(({ source, kind }) => [kind, source])).toContainEqual([
      'block',
      'all.filter((order) => queue.add(order))',
    ])
    expect(changes).toContainEqual(
      expect.objectContaining({
        kind: 'function',
        base: 8,
        head: 0,
        place: expect.objectContaining({ function: 'add' }),
      }),
    )
  })
})

describe('what a clock drives', () => {
  const timed = edited('({ work })', 'function tick(): void { void weigh(1) }\n({ work, tick })')
  const ticking = (ticks: number) => (exports: Parameters<typeof tenTimes>[0]) => {
    tenTimes(exports)
    for (let tick = 0; tick < ticks; tick += 1) exports['tick']?.()
  }

  it('is no finding: its counts differ between the passes of one arm', () => {
    const base = executed('a.ts', timed, ticking(20), ticking(60))
    const head = executed('a.ts', timed, ticking(30), ticking(70))
    const { changes, tokensPerOperation } = compareExecutions(base, head, serial)
    expect(changes).toEqual([])
    expect(tokensPerOperation.head).toBe(tokensPerOperation.base)
  })

  it('is no finding where both passes of one arm saw the same few of it', () => {
    const base = executed('a.ts', timed, ticking(0), ticking(0))
    const head = executed('a.ts', timed, ticking(2), ticking(2))
    const { changes, tokensPerOperation } = compareExecutions(base, head, serial)
    expect(changes).toEqual([])
    expect(tokensPerOperation.head).toBe(tokensPerOperation.base)
  })

  it('is no finding either where head alone has it, though full speed took long', () => {
    const long = { operations, fullSpeedMs: 20_000, leisurelyMs: 30_000 }
    const base = executed('a.ts', timed, ticking(0), ticking(0))
    const head = executed('a.ts', timed, ticking(200), ticking(300))
    const { changes, tokensPerOperation } = compareExecutions(base, head, long)
    expect(changes).toEqual([])
    expect(tokensPerOperation.head).toBe(tokensPerOperation.base)
  })

  it('does not hide work: code that runs forty times as often, and once more in one of the passes', () => {
    const base = executed('a.ts', timed, ticking(5), ticking(6))
    const head = executed('a.ts', timed, ticking(201), ticking(200))
    const { changes, tokensPerOperation } = compareExecutions(base, head, serial)
    expect(changes).toContainEqual(
      expect.objectContaining({
        kind: 'function',
        base: 0.5,
        head: 20.1,
        place: expect.objectContaining({ function: 'tick' }),
      }),
    )
    const tokensOfTick = 10
    const more = tokensPerOperation.head - tokensPerOperation.base
    expect(more).toBeGreaterThan((tokensOfTick * 194) / operations)
  })
})
