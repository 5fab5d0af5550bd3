import { realpathSync } from 'node:fs'
import type { Profiler } from 'node:inspector'
import { isOwnCode, relativeFile } from '../../code-places/arm-file.ts'
import type { SerialPasses } from '../../execution/clock-or-work.ts'
import { compareExecutions } from '../../execution/compare-executions.ts'
import { type CountedFunction, countedFunctions } from '../../execution/counted-functions.ts'
import type { Inspector } from '../../inspector/inspector.ts'
import { executionTotal } from '../../result/counter-id.ts'
import type { ArmName } from '../../result/document.ts'
import type { ExecutionChange } from '../../result/evidence.ts'
import type { CounterPass, CounterValue } from '../../result/recording.ts'

/** One script of the arm's own code in one pass. */
export interface CountedScript {
  /** Relative to the checkout. */
  readonly file: string
  /** Asked for in the first pass only: it takes longer than to count. */
  readonly source: string | undefined
  readonly known: readonly Profiler.FunctionCoverage[]
  readonly functions: readonly Profiler.FunctionCoverage[]
}

/**
 * Counts how often the arm's own functions and code blocks run while `work` is done. Packages and
 * Node's own code are left out: of 24 packages that payments runs through, nine counted the same in
 * every pass, and the large ones among the others follow the network's packets and the pool's
 * queue.
 */
export async function countedDuring(
  inspector: Inspector,
  { armFolder, pass }: { readonly armFolder: string; readonly pass: 1 | 2 },
  work: () => Promise<void>,
): Promise<CountedScript[]> {
  const root = realpathSync(armFolder)
  const before = await inspector.startPreciseCoverage()
  await work()
  const after = await inspector.takePreciseCoverage()
  const scripts: CountedScript[] = []
  for (const { url, scriptId, functions: known } of before) {
    const file = relativeFile(url, root)
    if (!isOwnCode({ file })) continue
    const source = pass === 1 ? await inspector.scriptSource(scriptId) : undefined
    const functions = after.find((script) => script.scriptId === scriptId)?.functions ?? []
    scripts.push({ file, source, known, functions })
  }
  return scripts
}

/** Both passes of each arm, the one at full speed first. */
export type ExecutionPasses = Readonly<Record<ArmName, readonly (readonly CountedScript[])[]>>

export interface ExecutionCounts {
  /**
   * By arm; the same in both of its passes, because of what is not only what no clock did is in it.
   */
  readonly counters: Readonly<Record<ArmName, Readonly<Record<string, CounterValue>>>>
  readonly changes: readonly ExecutionChange[]
}

export function executionCounts(passes: ExecutionPasses, serial: SerialPasses): ExecutionCounts {
  const { tokensPerOperation, changes } = compareExecutions(
    functionsOf(passes.base),
    functionsOf(passes.head),
    serial,
  )
  const counters = (arm: ArmName) => ({ [executionTotal]: total(tokensPerOperation[arm]) })
  return { counters: { base: counters('base'), head: counters('head') }, changes }
}

function total(value: number): CounterValue {
  const title = 'source tokens of the system that ran'
  return { value, unit: 'tokens', group: 'execution', title, detail: null }
}

export function withExecution(
  passes: readonly CounterPass[],
  { counters }: ExecutionCounts,
): CounterPass[] {
  return passes.map((pass) => ({ ...pass, values: { ...pass.values, ...counters[pass.arm] } }))
}

/** A script that only the second pass loaded was loaded by a clock. */
function functionsOf(passes: readonly (readonly CountedScript[])[]): CountedFunction[] {
  return (passes[0] ?? []).flatMap(({ file, source, known }) => {
    const counted = passes.map((pass) => pass.find((script) => script.file === file))
    return source === undefined
      ? []
      : countedFunctions({
          file,
          source,
          known,
          passes: counted.map((script) => script?.functions ?? []),
        })
  })
}
