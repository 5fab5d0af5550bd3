import { plural } from '../../counts.ts'
import { fewestThatSay, tooFewToSay } from '../../result/judge-figures.ts'
import { judgeFigures } from '../../selftest/figures.ts'
import type { JudgeDocumentParts } from '../../selftest/judge-document-parts.ts'
import { type JudgeRecord, type JudgeRound, roundsOfLane } from '../../selftest/record.ts'
import { rejudgeAll } from '../truth.ts'
import { byProfile } from './by-profile.ts'
import { dates } from './command-lines.ts'
import { type ProfileRounds, profileSection } from './profile-section.ts'
import { redrawSection } from './redraw-section.ts'
import { rejudgedSection } from './rejudged-section.ts'
import { changesWithoutRound } from './not-known.ts'
import { rulesSection } from './rules-section.ts'
import { unrecordedTargets } from './targets.ts'
import { distinct, paragraphs, percent, table } from './text.ts'

/** All that the record says of one lane. */
export function laneSection(
  { record, passedOver }: Pick<JudgeDocumentParts, 'record' | 'passedOver'>,
  lane: string,
  redrawnRuns?: number,
): string {
  const rounds = roundsOfLane(record, lane)
  const left = roundsOfLane({ rounds: passedOver }, lane)
  const rejudged = rejudgeAll(rounds)
  return paragraphs([
    `## Lane ${lane}`,
    [circumstances(rounds), ...withoutRound(rounds, left)].join('\n'),
    ...profileGroups(rounds, lane).map(profileSection),
    unrecordedTargets(new Set(rounds.map(({ profile }) => profile))),
    rejudgedSection(rejudged),
    redrawSection(rounds, redrawnRuns),
    rulesSection(rejudged),
    detectable(record, lane),
  ])
}

/** A policy's latest rounds decide its place: what holds today stands first. */
function profileGroups(rounds: readonly JudgeRound[], lane: string): ProfileRounds[] {
  return byProfile(rounds, (round) => round).flatMap(({ profile, of }) =>
    [...Map.groupBy(of, ({ policy }) => policy)]
      .map(([policyVersion, made]) => ({ lane, profile, policyVersion, rounds: made }))
      .toSorted((a, b) => (latest(a) < latest(b) ? 1 : -1)),
  )
}

function latest({ rounds }: ProfileRounds): string {
  return rounds.at(-1)?.takenAt ?? ''
}

function circumstances(rounds: readonly JudgeRound[]): string {
  const of = (pick: (round: JudgeRound) => string) => distinct(rounds.map(pick))
  const machines = of(({ fingerprint: { cpuModel, cores, memoryBytes, os } }) => {
    return `${cores} cores, ${cpuModel}, ${Math.round(memoryBytes / 2 ** 30)} GB, ${os}`
  })
  const services = of(({ fingerprint: it }) => {
    return `Node ${it.node}, Postgres ${it.postgres}, Redis ${it.redis}, Kafka ${it.kafka}, ${it.provider}, ${it.durability}`
  })
  const baseCommits = new Set(rounds.map(({ commit }) => commit)).size
  return [
    `- rounds: ${rounds.length}, on ${plural(baseCommits, 'base commit')}, of ${dates(rounds)}`,
    `- machine: ${machines}`,
    `- services: ${services}`,
  ].join('\n')
}

function withoutRound(rounds: readonly JudgeRound[], passedOver: readonly JudgeRound[]): string[] {
  const changes = changesWithoutRound(rounds, passedOver)
  return changes.length === 0 ? [] : [`- planted, and without a round yet: ${changes.join(', ')}`]
}

function detectable(record: JudgeRecord, lane: string): string {
  const groups = byProfile(roundsOfLane(record, lane), (round) => round)
  const rows = groups.flatMap(({ profile }) =>
    judgeFigures(record, lane, profile).detectable.map(({ scenario, title, median, runs }) => [
      `${scenario}: ${title}`,
      profile,
      runs < fewestThatSay ? tooFewToSay : percent(median),
      String(runs),
    ]),
  )
  const explained =
    'What a run of this lane would have found with 95 % nominal power at the look at which it ended, with ' +
    'that look’s share of the error rate and from the scatter of its own generations: the median over ' +
    'self-checks.'
  if (rows.length === 0) return ''
  const head = ['metric', 'profile', 'detectable', 'self-checks']
  return paragraphs(['### Detectable effects', explained, table([head, ...rows])])
}
