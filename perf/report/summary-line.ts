import type { RunResult } from '../result/document.ts'
import { plainText } from './escape.ts'
import { recap } from './facts.ts'
import { headlineOf } from './headline.ts'
import { durationText } from './numbers.ts'

/** The whole run in one line without colour or line break, for a log, a chat or a commit status. */
export function renderSummaryLine(result: RunResult, limit = 300): string {
  const counts = recap(result)
  const parts = [
    headlineOf(result).text,
    ...(counts === '' ? [] : [counts]),
    durationText(result.durationMs),
  ]
  return plainText(parts.join(' · '), limit)
}
