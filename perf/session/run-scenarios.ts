import { readdirSync, rmSync } from 'node:fs'
import { basename, join, matchesGlob } from 'node:path'
import { repositoryFolder } from '../config.ts'
import { KnownFailure } from '../errors.ts'
import { meantHint } from '../near-miss.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import { spawnOwned } from '../lifecycle/spawn-owned.ts'
import { readRecordingFile } from '../result/read.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { isFirstTask, readFailure, scenarioFiles } from './recording-files.ts'
import { sessionFileVariable, writeSessionFile } from './session-file.ts'
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
  const state = `--scenario "${glob}" matches nothing${scenarioHint(glob, known)}`
  throw new KnownFailure('usage', `${state}, expected one of ${known.join(', ')}`)
}

/** A list by commas is a glob in braces. */
function scenarioHint(glob: string, known: readonly string[]): string {
  const names = glob.split(',')
  const isList = names.length > 1 && names.every((name) => known.includes(name))
  return isList ? ` (did you mean '{${glob}}'?)` : meantHint(glob, known)
}

/** A vitest of its own that runs scenario files one after the other. */
export interface ScenarioRun extends AsyncDisposable {
  /**
   * The recordings so far, when all files have ended. A scenario that could not be measured rejects
   * with its own failure; one that was measured and found wrong, or whose systems failed, does not.
   */
  readonly recordings: Promise<ScenarioRecording[]>
}

/**
 * In a process of its own, because vitest ends the process that it runs in: a millisecond after a
 * signal, and at a rejection that nobody handles. Then nobody would be left to stop services and
 * remove folders.
 */
export async function startScenarios(session: Session, ledger: RunLedger): Promise<ScenarioRun> {
  const names = session.task.scenarios
  for (const name of names) removeOld(session, name)
  const files = names.map((name) => join(scenariosFolder, `${name}${suffix}`))
  const vitest = await spawnOwned({
    ledger,
    what: 'vitest',
    command: process.execPath,
    args: [vitestEntry, 'run', '--project', 'perf', ...files],
    cwd: repositoryFolder,
    inherit: 'essential',
    env: { [sessionFileVariable]: writeSessionFile(session), NO_COLOR: '1' },
    failureCode: 'load',
    stopTimeoutMs,
  })
  const recordings = vitest.ended.then(() =>
    names.map((name) => recordingOf(session, name, vitest.lastOutput())),
  )
  recordings.catch(() => {
    // Whoever waits for it handles it; a death of a service that comes first leaves it unread.
  })
  return { recordings, [Symbol.asyncDispose]: () => vitest[Symbol.asyncDispose]() }
}

const vitestEntry = join(repositoryFolder, 'node_modules', 'vitest', 'vitest.mjs')
const stopTimeoutMs = 2_000

function recordingOf(session: Session, name: string, said: readonly string[]): ScenarioRecording {
  const failure = readFailure(session, name)
  if (failure !== undefined) throw failure
  const file = scenarioFiles(session, name).recording
  const recording = readRecordingFile(file)
  if (recording !== undefined && isDone(recording, session)) return recording
  throw new Error(
    `scenario ${name} left neither its recording nor a failure in ${file}; vitest said:\n${said.join('\n')}`,
  )
}

/** A worker that died leaves the recording of the task before. */
function isDone({ generations, failure }: ScenarioRecording, { task }: Session): boolean {
  return task.kind !== 'measure' || failure !== undefined || generations.length === task.to
}

function removeOld(session: Session, name: string): void {
  const files = scenarioFiles(session, name)
  if (isFirstTask(session.task)) rmSync(files.recording, { force: true })
  rmSync(files.failure, { force: true })
}
