import { existsSync } from 'node:fs'
import { KnownFailure } from '../errors.ts'
import type { RunResult } from '../result/document.ts'
import { readResultFile } from '../result/read.ts'

/**
 * The result that a command goes on from. Where there is none yet, the failure says what makes one.
 */
export function resultOf(file: string): RunResult {
  if (existsSync(file)) return readResultFile(file)
  throw new KnownFailure(
    'input',
    `result ${file} does not exist, expected one that a check wrote`,
    {
      remedy: 'npm run perf makes perf-results/result.json; --result FILE names another',
    },
  )
}
