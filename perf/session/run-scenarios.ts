import { readdirSync, rmSync } from 'node:fs'
import { basename, join, matchesGlob } from 'node:path'
import { createVitest } from 'vitest/node'
import { repositoryFolder } from '../config.ts'
import { KnownFailure } from '../errors.ts'
import { readRecordingFile } from '../result/read.ts'
import type { ScenarioRecording } from '../verdict/recording.ts'
import { readFailure, scenarioFiles } from './recording-files.ts'
import type { Session } from './session.ts'

const scenariosFolder = join(repositoryFolder, 'perf', 'scenarios')
const suffix = '.perf.ts'

/** Names of all scenarios, sorted; a scenario is a file. */
export function scenarioNames(): string[] {
  return readdirSync(scenariosFolder)
    .filter((file) => file.endsWith(suffix))
    .map((file) => basename(file, suffix))
    .toSorted()
}

export function selectScenarios(glob: string): string[] {
  const known = scenarioNames()
  const selected = known.filter((name) => matchesGlob(name, glob))
  if (selected.length > 0) return selected
  throw new KnownFailure(
    'usage',
    `--scenario "${glob}" matches nothing, expected one of ${known.join(', ')}`,
  )
}

/**
 * Runs the scenario files under vitest, one after the other, and returns their recordings. A scenario
 * that could not be measured throws its own failure; one that was measured and found wrong does not.
 */
export async function runScenarios(
  session: Session,
  names: readonly string[],
): Promise<ScenarioRecording[]> {
  for (const name of names) removeOld(session.outFolder, name)
  const files = names.map((name) => join(scenariosFolder, `${name}${suffix}`))
  const vitest = await createVitest({
    root: repositoryFolder,
    config: join(repositoryFolder, 'vitest.config.ts'),
    project: ['perf'],
    watch: false,
    reporters: [{}],
  })
  vitest.provide('session', session)
  vitest.provide('standalone', false)
  const { unhandledErrors: failures } = await vitest.start(files)
  await vitest.close()
  return names.map((name) => recordingOf(session, name, failures))
}

function recordingOf(session: Session, name: string, unhandled: unknown[]): ScenarioRecording {
  const file = scenarioFiles(session.outFolder, name).recording
  const recording = readRecordingFile(file)
  if (recording !== undefined) return recording
  const failure = readFailure(session.outFolder, name) ?? unhandled[0]
  if (failure !== undefined) throw failure
  throw new Error(`scenario ${name} left neither a recording nor a failure in ${file}`)
}

function removeOld(outFolder: string, name: string): void {
  const files = scenarioFiles(outFolder, name)
  rmSync(files.recording, { force: true })
  rmSync(files.failure, { force: true })
}
