import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { failureCodes, KnownFailure } from '../errors.ts'
import { readRecordingFile } from '../result/read.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import type { Session, SessionTask } from './session.ts'

/**
 * What a scenario's test leaves for the judge: its recording, or the failure that kept it from one.
 * The failure goes to the run's own folder, because a full disk under the other one is such a
 * failure.
 */
export interface ScenarioFiles {
  readonly recording: string
  readonly failure: string
}

type Folders = Pick<Session, 'outFolder' | 'ledgerFolder'>

export function scenarioFiles(folders: Folders, name: string): ScenarioFiles {
  return {
    recording: join(folders.outFolder, 'recordings', `${name}.json`),
    failure: join(folders.ledgerFolder, `${name}.failure.json`),
  }
}

/**
 * What this session has recorded of a scenario before its task; undefined when the task is the
 * first.
 */
export function earlierRecording(session: Session, name: string): ScenarioRecording | undefined {
  if (isFirstTask(session.task)) return undefined
  return readRecordingFile(scenarioFiles(session, name).recording)
}

export function isFirstTask(task: SessionTask): boolean {
  return task.kind === 'measure' && task.from === 0
}

export function writeRecording(folders: Folders, recording: ScenarioRecording): void {
  const { recording: file } = scenarioFiles(folders, recording.name)
  try {
    mkdirSync(dirname(file), { recursive: true })
    // Renamed when whole: a full disk leaves the beginning of a file.
    writeFileSync(`${file}.partial`, `${JSON.stringify(recording)}\n`)
    renameSync(`${file}.partial`, file)
  } catch (cause) {
    rmSync(`${file}.partial`, { force: true })
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new KnownFailure('disk', `the recording was not written to ${file}: ${said}`, { cause })
  }
}

export function writeFailure(folders: Folders, name: string, failure: unknown): void {
  const { failure: file } = scenarioFiles(folders, name)
  const known = failure instanceof KnownFailure ? failure : undefined
  const message = failure instanceof Error ? failure.message : String(failure)
  const stack = failure instanceof Error ? failure.stack : undefined
  const document = { code: known?.code ?? null, message, remedy: known?.remedy ?? null, stack }
  writeFileSync(file, `${JSON.stringify(document)}\n`)
}

/** The failure that a worker wrote, as it was thrown there; undefined when it wrote none. */
export function readFailure(folders: Folders, name: string): Error | undefined {
  let text: string
  try {
    text = readFileSync(scenarioFiles(folders, name).failure, 'utf8')
  } catch {
    return undefined
  }
  const { code, message, remedy, stack } = JSON.parse(text) as Record<string, string | null>
  const known = failureCodes.find((candidate) => candidate === code)
  const said = `${name}: ${message}`
  if (known !== undefined) return new KnownFailure(known, said, remedy ? { remedy } : {})
  return Object.assign(new Error(said), { stack: stack ?? said })
}
