import { expect, test } from 'vitest'
import { asRecording } from '../selftest/unpack-round.ts'
import type { Generation } from '../result/document.ts'
import { decided } from '../verdict/decided.ts'
import { judgeRun } from '../verdict/judge.ts'
import { pairMetrics } from '../verdict/pairs.ts'
import { policy, type ProfileName } from '../verdict/policy.ts'
import { healthy, recordingOf } from '../verdict/testing.ts'
import { runJudge } from './redrawn-run.ts'
import { syntheticRound } from './testing.ts'

/** By the judge itself, look by look. */
function judged(generations: readonly Generation[], profile: ProfileName) {
  const { looks } = policy.profiles[profile]
  for (const [look, { generations: upTo }] of looks.entries()) {
    const recordings = [recordingOf({ generations: generations.slice(0, upTo) })]
    const judgement = judgeRun({ recordings, profile, look, seed: 1, machine: healthy })
    if (!decided(judgement) && look < looks.length - 1) continue
    const metrics = judgement.scenarios[0]?.metrics ?? []
    const regressed = metrics.filter(
      ({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed',
    )
    return { endedAt: upTo, regressed: named(regressed.map(({ id }) => id)) }
  }
  throw new Error('no look is declared')
}

const kinds = [
  { name: 'equal arms', louder: 1, planted: {}, variety: 1, asked: 0 },
  { name: 'calm and equal arms', louder: 0.3, planted: {}, variety: 1, asked: 0 },
  {
    name: 'a planted 5 % of CPU',
    louder: 1,
    planted: { cpuUsPerOpSystem: 0.05 },
    variety: 3,
    asked: 20,
  },
  {
    name: 'a planted 12 % of p95',
    louder: 1,
    planted: { latencyMsP95: 0.12 },
    variety: 2,
    asked: 20,
  },
  {
    name: 'one gained and one lost',
    louder: 0.5,
    planted: { latencyMsP50: -0.08, latencyMsP95: 0.2 },
    variety: 1,
    asked: 20,
  },
] as const

test.each(kinds)(
  '$name: as the judge says, and where it says it',
  ({ louder, planted, variety, asked }) => {
    const said = new Set<string>()
    const ends: { readonly run: number; readonly own: number }[] = []
    for (let seed = 1; seed <= 40; seed++) {
      const [scenario] = syntheticRound({ seed, louder, planted }).scenarios
      if (scenario === undefined) throw new Error('a synthetic round has a scenario')
      const recording = asRecording(scenario)
      if (seed % 4 === 0) lose(recording.generations, seed % 24)
      const metrics = pairMetrics(recording).filter(({ policy: { role } }) => role === 'gate')
      const columns = metrics.map(({ worse }) =>
        Float64Array.from({ length: 24 }, (_, at) => worse.get(at) ?? Number.NaN),
      )
      const run = runJudge(
        'pr',
        metrics.map((metric) => metric.policy),
      ).judge(columns)
      const regressed = named(run.regressed.map((member) => metrics[member]?.policy.id))
      const own = judged(recording.generations, 'pr')
      expect({ seed, regressed }).toEqual({ seed, regressed: own.regressed })
      // Where nothing is ever large enough to alarm, when it would have ended is not asked.
      if (run.endedAt < 24 || regressed.length > 0) {
        ends.push({ run: run.endedAt, own: own.endedAt })
      }
      said.add(`${regressed} at ${run.endedAt}`)
    }
    expect(ends.map(({ run }) => run)).toEqual(ends.map(({ own }) => own))
    expect(ends.length).toBeGreaterThanOrEqual(asked)
    expect(said.size).toBeGreaterThanOrEqual(variety)
  },
)

function lose(generations: Generation[], index: number): void {
  const generation = generations[index]
  if (generation !== undefined) generation.dropped = 'a process died'
}

function named(ids: readonly (string | undefined)[]): string {
  return ids
    .map(String)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join()
}
