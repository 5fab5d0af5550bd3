import { judgeFigures } from '../../selftest/figures.ts'
import type { JudgeRecord } from '../../selftest/record.ts'
import { atMost } from './text.ts'

const whoLooks = 'quick'
const whoDecides = 'pr'

/** Before anything else: what the profile that everybody meets first is good for, by the record. */
export function defaultProfile(record: JudgeRecord, lanes: readonly string[]): string {
  return [
    `**The default profile \`${whoLooks}\` is for a look while you work; block merges with \`${whoDecides}\`.**`,
    ...lanes.map(
      (lane) =>
        `False alarms with equal arms on lane ${lane}: \`${whoLooks}\` ${alarms(record, lane, whoLooks)}, \`${whoDecides}\` ${alarms(record, lane, whoDecides)}.`,
    ),
  ].join(' ')
}

function alarms(record: JudgeRecord, lane: string, profile: string): string {
  const { selfChecks } = judgeFigures(record, lane, profile)
  if (selfChecks.runs === 0) return 'unknown, no run'
  return atMost(selfChecks.falseAlarms, selfChecks.runs)
}
