import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foldersFrom } from '../config.ts'
import { packGenerations, unpackGenerations } from './packed-generations.ts'
import { roundsOfLane } from './record.ts'
import { patchHash } from './patch-files.ts'
import { appendRound, readPassedOver, readRecord, serialiseRound } from './record-folder.ts'
import { recordedRound } from './testing.ts'

test('a round comes back from its file as it was written, oldest first', () => {
  const baselines = mkdtempSync(join(tmpdir(), 'plumbline-record-'))
  try {
    const later = recordedRound({ takenAt: '2026-01-02T00:00:00.500Z', seed: 2 })
    const earlier = recordedRound({ takenAt: '2026-01-01T00:00:00.000Z', change: 'extra-query' })
    const path = appendRound(baselines, later)
    appendRound(baselines, earlier)
    expect(readRecord(baselines).rounds).toEqual([earlier, later])
    expect(path).toMatch(/local-2cpu\/judge-record\/20260102T000000Z-self-check-2\.json$/)
    expect(readdirSync(join(baselines, 'local-2cpu/judge-record'))).toHaveLength(2)
  } finally {
    rmSync(baselines, { recursive: true })
  }
})

test('a folder without a record is an empty record', () => {
  expect(readRecord('/nowhere').rounds).toEqual([])
})

test('a round of a patch that plants something else by now is passed over, and told apart', () => {
  const baselines = mkdtempSync(join(tmpdir(), 'plumbline-record-'))
  try {
    const today = recordedRound({ change: 'cpu-3', patch: patchHash('cpu-3'), seed: 1 })
    const older = recordedRound({ change: 'cpu-3', patch: '0123456789abcdef', seed: 2 })
    const gone = recordedRound({ change: 'no-such-patch', patch: '0123456789abcdef', seed: 3 })
    for (const round of [older, today, gone]) appendRound(baselines, round)
    expect(readRecord(baselines).rounds).toEqual([today])
    expect(readPassedOver(baselines)).toEqual(expect.arrayContaining([older, gone]))
    expect(readPassedOver(baselines)).toHaveLength(2)
  } finally {
    rmSync(baselines, { recursive: true })
  }
})

test('rounds of one lane are told from those of another', () => {
  const here = recordedRound({})
  const there = recordedRound({ fingerprint: { ...here.fingerprint, lane: 'metal-64cpu' } })
  expect(roundsOfLane({ rounds: [here, there] }, 'metal-64cpu')).toEqual([there])
})

test('generations come back to five digits, with their gaps', () => {
  const generation = {
    index: 3,
    order: 'ABBA',
    slots: { base: 1, head: 0 },
    base: { latencyMsP50: 1.234_567, durationMs: 12_345.67 },
    head: { latencyMsP50: 0.000_123_456_7 },
    dropped: null,
  }
  const lost = { ...generation, index: 4, base: {}, head: {}, dropped: 'a process died' }
  expect(unpackGenerations(packGenerations([generation, lost]))).toEqual([
    {
      ...generation,
      base: { latencyMsP50: 1.2346, durationMs: 12_346 },
      head: { latencyMsP50: 0.000_123_46 },
    },
    lost,
  ])
})

test('every committed round is readable, and a round is a document of one line per member', () => {
  const { rounds } = readRecord(foldersFrom({}).baselines)
  for (const round of rounds) expect(JSON.parse(serialiseRound(round))).toEqual(round)
  expect(JSON.parse(serialiseRound(recordedRound({})))).toEqual(recordedRound({}))
})
