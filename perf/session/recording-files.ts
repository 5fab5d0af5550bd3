import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureCodes, KnownFailure } from '../errors.ts'
import type { ScenarioRecording } from '../verdict/recording.ts'

/**
 * What a scenario's test leaves for the judge: its recording, or the failure that kept it from one.
 */
export interface ScenarioFiles {
  readonly recording: string
  readonly failure: string
}

export function scenarioFiles(outFolder: string, name: string): ScenarioFiles {
  const folder = join(outFolder, 'recordings')
  return { recording: join(folder, `${name}.json`), failure: join(folder, `${name}.failure.json`) }
}

export function writeRecording(outFolder: string, recording: ScenarioRecording): void {
  const { recording: file } = scenarioFiles(outFolder, recording.name)
  mkdirSync(join(outFolder, 'recordings'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(recording)}\n`)
}

export function writeFailure(outFolder: string, name: string, failure: unknown): void {
  const { failure: file } = scenarioFiles(outFolder, name)
  const known = failure instanceof KnownFailure ? failure : undefined
  const message = failure instanceof Error ? failure.message : String(failure)
  const stack = failure instanceof Error ? failure.stack : undefined
  const document = { code: known?.code ?? null, message, remedy: known?.remedy ?? null, stack }
  mkdirSync(join(outFolder, 'recordings'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(document)}\n`)
}

/** The failure that a worker wrote, as it was thrown there; undefined when it wrote none. */
export function readFailure(outFolder: string, name: string): Error | undefined {
  let text: string
  try {
    text = readFileSync(scenarioFiles(outFolder, name).failure, 'utf8')
  } catch {
    return undefined
  }
  const { code, message, remedy, stack } = JSON.parse(text) as Record<string, string | null>
  const known = failureCodes.find((candidate) => candidate === code)
  const said = `${name}: ${message}`
  if (known !== undefined) return new KnownFailure(known, said, remedy ? { remedy } : {})
  return Object.assign(new Error(said), { stack: stack ?? said })
}
