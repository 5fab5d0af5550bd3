import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foldersFrom, repositoryFolder } from '../config.ts'
import { parseRound } from '../selftest/record.ts'
import { readJudgeDocumentParts } from '../selftest/judge-document-parts.ts'
import { serialiseRound } from '../selftest/record-folder.ts'
import { documentCommand, judgeDocument, nothingRecorded } from './document/judge-document.ts'
import { brokenPromises, emptyRecord } from './promises.ts'
import { syntheticRound } from './testing.ts'

/** Ten thousand runs are drawn for each figure; a busy machine takes its time over them. */
const patienceMs = 600_000
const parts = readJudgeDocumentParts(foldersFrom({}).baselines)
const { record } = parts
const document = readFileSync(join(repositoryFolder, 'docs', 'judge.md'), 'utf8')

test(
  'docs/judge.md is what the record makes of it today',
  () => {
    const fresh = judgeDocument(parts)
    const remedy = `docs/judge.md is stale against the record or the judge: ${documentCommand}`
    expect(document === fresh, remedy).toBe(true)
  },
  patienceMs,
)

test(
  'judged again by today’s policy, the committed rounds keep what was promised of them',
  () => {
    // That there are none is allowed only where the document says so to everyone.
    const isSaid = document.includes(nothingRecorded)
    expect(brokenPromises(record)).toEqual(isSaid ? [emptyRecord] : [])
  },
  patienceMs,
)

test('a round of another schema is refused, never passed over', () => {
  const text = serialiseRound(syntheticRound({}))
  const other = text.replace('judge-round@1', 'judge-round@0')
  expect(() => parseRound(other, 'round.json')).toThrow('judge-round@0')
})
