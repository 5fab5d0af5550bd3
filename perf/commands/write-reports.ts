import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { renderHtml } from '../report/html.ts'
import { renderJson } from '../report/json.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { RunResult } from '../result/document.ts'

export const reportFiles = {
  json: 'result.json',
  markdown: 'comment.md',
  html: 'report.html',
} as const

/** Writes the run's three documents into `folder`. */
export async function writeReports(result: RunResult, folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeWhole(join(folder, reportFiles.json), renderJson(result))
    await writeWhole(join(folder, reportFiles.markdown), renderMarkdown(result))
    await writeWhole(join(folder, reportFiles.html), renderHtml(result))
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new KnownFailure('disk', `the report was not written to ${folder}: ${said}`, { cause })
  }
}

/** A reader sees the old file or the new one: a full disk must not cut a result short. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`
  try {
    await writeFile(draft, text)
    await rename(draft, file)
  } catch (cause) {
    await rm(draft, { force: true })
    throw cause
  }
}
