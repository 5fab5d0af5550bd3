import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isOwnCode, relativeFile } from '../../code-places/arm-file.ts'
import { type ArmSource, armSource, type FunctionExtent } from '../../explain/evidence/source.ts'
import type { SampledProfile } from '../../explain/evidence/sampled-profile.ts'

/** Functions as V8's coverage gives them. */
export interface CoveredScript {
  readonly url: string
  readonly functions: readonly {
    readonly functionName: string
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number }[]
  }[]
}

/** Reads the arm's own files that were seen running, and where their functions end. */
export async function readArmSource(
  armFolder: string,
  profiles: readonly SampledProfile[],
  covered: readonly CoveredScript[],
): Promise<ArmSource> {
  const files = new Set(
    profiles.flatMap(({ nodes }) =>
      nodes.map(({ callFrame }) => relativeFile(callFrame.url, armFolder)),
    ),
  )
  const texts = new Map<string, string>()
  for (const file of [...files].filter((name) => isOwnCode({ file: name }))) {
    const text = await readFile(join(armFolder, file), 'utf8').catch(() => undefined)
    if (text !== undefined) texts.set(file, text)
  }
  const extents = new Map<string, FunctionExtent[]>()
  for (const { url, functions } of covered) {
    const file = relativeFile(url, armFolder)
    if (!texts.has(file)) continue
    const own = functions.flatMap(({ functionName, ranges: [whole] }) =>
      whole === undefined ? [] : [{ name: functionName, ...whole }],
    )
    extents.set(file, [...(extents.get(file) ?? []), ...own])
  }
  return armSource(texts, extents)
}
