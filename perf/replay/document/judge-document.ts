import type { JudgeDocumentParts } from '../../selftest/judge-document-parts.ts'
import { fewestThatSay } from '../../result/judge-figures.ts'
import { defaultProfile } from './default-profile.ts'
import { inShort } from './in-short.ts'
import { laneSection } from './lane-section.ts'
import { paragraphs } from './text.ts'

export const documentCommand = 'npm run judge-document'

export interface DocumentParts extends JudgeDocumentParts {
  /** For tests, which draw fewer. */
  readonly redrawnRuns?: number
}

/** `docs/judge.md`, all of it. The same record and the same judge make the same text. */
export function judgeDocument(parts: DocumentParts): string {
  const { record, noise, redrawnRuns } = parts
  const lanes = [...new Set(record.rounds.map(({ fingerprint }) => fingerprint.lane))].toSorted()
  const sections = lanes.map((lane) => laneSection(parts, lane, redrawnRuns))
  return `${paragraphs([
    '# How good the judge is',
    ...(lanes.length === 0 ? [] : [defaultProfile(record, lanes)]),
    introduction,
    inShort(parts, lanes),
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
  `Of fewer than ${fewestThatSay} runs no rate is told. A target is met by as many rounds as it names, or where the`,
  'bound keeps it; a figure that looks well by too few of them is neither met nor missed.',
].join('\n')

export const nothingRecorded =
  '**No round has been recorded yet.** Nothing is known of false alarms and power on any lane; the tables ' +
  'appear with the first round.'
