import type { RunResult } from '../result/document.ts'

/** One group's run out of a joined document, as a document of its own. */
export type Part = { readonly name: string; readonly result: RunResult }

/** The runs that a joined document is made of; none where a document is of one run. */
export function partsOf(result: RunResult): Part[] {
  const { joined, looks: _looks, repeated: _repeated, ...common } = result
  return (joined?.groups ?? []).map(({ name, scenarios, ...own }) => {
    const names = new Set(scenarios)
    const ofGroup = result.scenarios.filter((scenario) => names.has(scenario.name))
    return { name, result: { ...common, ...own, scenarios: ofGroup } }
  })
}
