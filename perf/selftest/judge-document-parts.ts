import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { repositoryFolder } from '../config.ts'
import type { JudgeRecord, JudgeRound } from './record.ts'
import { readPassedOver, readRecord } from './record-folder.ts'

/** All that `docs/judge.md` is made of; `replay/document/` makes the text. */
export interface JudgeDocumentParts {
  readonly record: JudgeRecord
  /** Of patches that plant something else by now. */
  readonly passedOver: readonly JudgeRound[]
  /** Names of all that could be measured, whether a round measured it or not. */
  readonly scenarios: readonly string[]
  /** Written by hand, included as it stands. */
  readonly noise: string
}

const scenarioSuffix = '.perf.ts'

export function readJudgeDocumentParts(baselines: string): JudgeDocumentParts {
  return {
    record: readRecord(baselines),
    passedOver: readPassedOver(baselines),
    scenarios: readdirSync(join(repositoryFolder, 'perf', 'scenarios'))
      .filter((file) => file.endsWith(scenarioSuffix))
      .map((file) => basename(file, scenarioSuffix)),
    noise: readFileSync(join(repositoryFolder, 'docs', 'judge-noise.md'), 'utf8'),
  }
}
