import type { JudgeRecord } from '../../selftest/record.ts'
import { laneSection } from './lane-section.ts'
import { paragraphs } from './text.ts'

export const documentCommand = 'npm run judge-document'

export interface DocumentParts {
  readonly record: JudgeRecord
  /** Written by hand, included as it stands. */
  readonly noise: string
  /** For tests, which draw fewer. */
  readonly redrawnRuns?: number
}

/** `docs/judge.md`, all of it. The same record and the same judge make the same text. */
export function judgeDocument({ record, noise, redrawnRuns }: DocumentParts): string {
  const lanes = [...new Set(record.rounds.map(({ fingerprint }) => fingerprint.lane))].toSorted()
  const sections = lanes.map((lane) => laneSection(record, lane, redrawnRuns))
  return `${paragraphs([
    '# How good the judge is',
    introduction,
    ...(sections.length === 0 ? [nothingRecorded] : sections),
    '## Noise budget',
    noise.trim(),
  ])}\n`
}

const introduction = [
  `Written by \`${documentCommand}\` from the rounds in \`baselines/<lane>/judge-record/\`; only the noise`,
  'budget is by hand, in `docs/judge-noise.md`. A round is one whole `npm run perf` on a change whose truth',
  'is known, because it was planted or because both arms are the same; `npm run selftest` makes rounds, and',
  'goes on where the record ends. Every figure has its n; one that misses its target is printed like any other.',
].join('\n')

export const nothingRecorded =
  '**No round has been recorded yet.** Nothing is known of false alarms and power on any lane; the tables ' +
  'appear with the first round.'
