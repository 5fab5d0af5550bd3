import { describe, expect, test } from 'vitest'
import { TenantStream } from './stream.ts'

const limits = { framesMost: 3, bytesMost: 1_000 }
const seqOf = (frame: string): number => Number(/^"seq":(\d+),/.exec(frame)?.[1])

function streamOf(count: number, of = limits): TenantStream {
  const stream = new TenantStream(1, of)
  for (let value = 1; value <= count; value += 1) {
    stream.add(`"value":${value}`)
  }
  return stream
}

describe('a stream', () => {
  test('numbers its frames without a gap', () => {
    const stream = new TenantStream(1, limits)
    expect([stream.add('"a":1'), stream.add('"b":2')]).toEqual([
      '"seq":1001,"a":1',
      '"seq":1002,"b":2',
    ])
    expect(stream.seq).toBe(1_002)
  })

  test('gives what came after a number, and nothing after the last', () => {
    const stream = streamOf(3)
    expect(stream.after(1_001)?.map(seqOf)).toEqual([1_002, 1_003])
    expect(stream.after(1_003)).toEqual([])
    expect(stream.after(1_000)?.map(seqOf)).toEqual([1_001, 1_002, 1_003])
  })

  test('says so when what was asked for is gone or has never been', () => {
    const stream = streamOf(5)
    expect(stream.after(1_001)).toBeUndefined()
    expect(stream.after(1_002)?.length).toBe(3)
    expect(stream.after(1_006)).toBeUndefined()
    expect(stream.after(0)).toBeUndefined()
  })

  test('keeps no more bytes than it may, whatever the number of frames', () => {
    const stream = streamOf(3, { framesMost: 100, bytesMost: 40 })
    expect(stream.after(1_001)?.length).toBe(2)
    expect(stream.after(1_000)).toBeUndefined()
    expect(streamOf(1, { framesMost: 100, bytesMost: 1 }).after(1_000)).toBeUndefined()
  })

  test('of a process that began later has no number in common with an earlier one', () => {
    const earlier = streamOf(900)
    const later = new TenantStream(2, limits)
    later.add('"value":1')
    expect(later.after(earlier.seq)).toBeUndefined()
    expect(earlier.after(later.seq)).toBeUndefined()
  })
})
