import type { ScenarioRecording } from '../result/recording.ts'
import { judgeRun } from '../verdict/judge.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import type { Session } from './session.ts'

/** Where a scenario is run by vitest alone, the verdict per metric goes to vitest's own output. */
export function sayVerdict(session: Session, recording: ScenarioRecording): void {
  const judgement = judgeRun({
    recordings: [recording],
    profile: session.profile.name,
    seed: session.seed,
    machine: unknownMachine,
  })
  const lines = judgement.scenarios.flatMap((scenario) =>
    scenario.metrics.map(({ id, unit, base, head, change, verdict }) => {
      const moved = change === null ? '' : ` (x${change.ratio.toFixed(3)})`
      return `${id}: ${digits(base)} -> ${digits(head)} ${unit}${moved} ${verdict.kind}`
    }),
  )
  process.stdout.write(`${recording.name}: ${judgement.outcome}\n${lines.join('\n')}\n`)
}

const significantDigits = 4

function digits(side: { readonly median: number } | null): string {
  return side === null ? '-' : String(Number(side.median.toPrecision(significantDigits)))
}

const unknownMachine: MachineHealth = {
  stealPercent: 0,
  fdatasyncMsP50: null,
  fdatasyncMsP99: null,
  loadAverage1: 0,
}
