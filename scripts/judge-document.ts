import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { foldersFrom } from '../perf/config.ts'
import { judgeDocument } from '../perf/replay/document/judge-document.ts'
import { readRecord } from '../perf/selftest/record-folder.ts'
import { endedByArguments } from './check/command-line.ts'

const usage = `Usage: npm run judge-document
Writes docs/judge.md anew, from the committed record of the judge.`

process.exitCode =
  endedByArguments(process.argv.slice(2), 'npm run judge-document', usage) ?? writeDocument()

function writeDocument(): 0 {
  const root = resolve(import.meta.dirname, '..')
  const path = join(root, 'docs', 'judge.md')
  const record = readRecord(foldersFrom(process.env).baselines)
  const noise = readFileSync(join(root, 'docs', 'judge-noise.md'), 'utf8')
  writeFileSync(path, judgeDocument({ record, noise }))
  console.log(`docs/judge.md is written from ${record.rounds.length} rounds`)
  return 0
}
