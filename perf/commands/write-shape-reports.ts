import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { ShapeResult } from '../shapes/document.ts'
import { renderShapeMarkdown } from '../shapes/report/markdown.ts'
import { bankCodes, sourceReport, sourceReportName } from '../shapes/report/source-report.ts'
import type { Rig } from '../shapes/rig.ts'
import type { ShapeName } from '../shapes/shape.ts'
import { writeWhole } from './write-reports.ts'

/** Names of a shape's documents; that of the source's report has its time in it. */
export function shapeFiles(name: ShapeName): { readonly json: string; readonly markdown: string } {
  return { json: `${name}.json`, markdown: `${name}.md` }
}

const banksPath = '/api/v1/banks'

/** Writes the run's documents into `folder`. */
export async function writeShapeReports(
  result: ShapeResult,
  rig: Rig,
  folder: string,
): Promise<void> {
  const files = shapeFiles(result.shape)
  const indented = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`
  const source = sourceReport(result, await banksOf(rig))
  try {
    await mkdir(folder, { recursive: true })
    await writeWhole(join(folder, files.json), indented(result))
    await writeWhole(join(folder, files.markdown), renderShapeMarkdown(result))
    await writeWhole(join(folder, sourceReportName(result.startedAt)), indented(source))
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new KnownFailure('disk', `the report was not written to ${folder}: ${said}`, { cause })
  }
}

/** Codes of the banks that the system says it has; none where it does not say. */
async function banksOf({ system }: Rig): Promise<string[]> {
  const { status, body } = await system.client.get(banksPath)
  return status === 200 ? bankCodes(body) : []
}
