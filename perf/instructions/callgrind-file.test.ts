import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseCallgrind } from './callgrind-file.ts'

const idleBackend = readFileSync(join(import.meta.dirname, 'fixtures', 'idle-backend.dump'), 'utf8')

describe('a dump of a Postgres backend that was signalled twice and did nothing in between', () => {
  const { instructions, functions } = parseCallgrind(idleBackend)

  it('has the instructions of this interval, not those since the start', () => {
    expect(instructions).toBe(690)
  })

  it("adds up: the functions' own instructions are all there are", () => {
    expect(functions.reduce((total, one) => total + one.instructions, 0)).toBe(instructions)
  })

  it('knows a function by its name where it was first seen as a callee', () => {
    expect(functions.find(({ name }) => name === 'CheckProcSignal')).toEqual({
      name: 'CheckProcSignal',
      file: undefined,
      object: '/opt/postgres/bin/postgres',
      instructions: 150,
    })
  })

  it('leaves what a callee executed to the callee, wrapped sums of an interval begun inside it included', () => {
    const wait = functions.find(({ name }) => name === 'WaitEventSetWait')
    expect(wait?.instructions).toBe(97)
  })

  it('names the source file where the library has one', () => {
    const errno = functions.find(({ name }) => name === '__errno_location')
    expect(errno?.file).toBe('./csu/./csu/errno-loc.c')
  })
})

describe('a dump', () => {
  it('without totals is refused: it is not whole', () => {
    const half = idleBackend.slice(0, idleBackend.indexOf('totals:'))
    expect(() => parseCallgrind(half)).toThrow('no totals, expected it whole')
  })

  it('keeps functions of one name in two objects apart', () => {
    const { functions } = parseCallgrind(
      'ob=(1) /lib/a.so\nfn=(1) main\n0 3\nob=(2) /lib/b.so\nfn=(1)\n0 4\ntotals: 7\n',
    )
    expect(functions.map(({ object, instructions }) => [object, instructions])).toEqual([
      ['/lib/a.so', 3],
      ['/lib/b.so', 4],
    ])
  })
})
