import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { foldersFrom } from '../perf/config.ts'
import { judgeDocument } from '../perf/replay/document/judge-document.ts'
import { readJudgeDocumentParts } from '../perf/selftest/judge-document-parts.ts'
import { endedByArguments } from './check/command-line.ts'

const usage = `Usage: npm run judge-document
Writes docs/judge.md anew, from the committed record of the judge.`

process.exitCode =
  endedByArguments(process.argv.slice(2), 'npm run judge-document', usage) ?? writeDocument()

function writeDocument(): 0 {
  const root = resolve(import.meta.dirname, '..')
  const path = join(root, 'docs', 'judge.md')
  const parts = readJudgeDocumentParts(foldersFrom(process.env).baselines)
  writeFileSync(path, judgeDocument(parts))
  console.log(`docs/judge.md is written from ${parts.record.rounds.length} rounds`)
  return 0
}
