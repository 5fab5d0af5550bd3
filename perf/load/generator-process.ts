import { pathToFileURL } from 'node:url'
import { KnownFailure } from '../errors.ts'
import { openConnections } from './autocannon-engine.ts'
import { runLoad } from './load-run.ts'
import type { AnyJourney } from './journey-run.ts'
import type { LoadRequest } from './load.ts'
import type { FromGenerator, ToGenerator } from './messages.ts'

/**
 * Entry of the generator process: one load at a time, asked for over IPC. It is a process of its
 * own so that its CPU can be told from the system's and from the judge's, and it lives exactly as
 * long as the channel to its owner.
 */
let current: AbortController | undefined

process.on('message', (message: ToGenerator) => {
  switch (message.kind) {
    case 'run':
      void answer(message.request)
      return
    case 'abort':
      current?.abort(new KnownFailure('interrupted', 'the load was aborted by its owner'))
  }
})
process.on('disconnect', () => process.exit(0))
// A closure of the scenario that throws outside an answer: there is nothing to measure any more.
process.on('uncaughtException', (error) => {
  reply(failedBy(error), () => process.exit(1))
})
reply({ kind: 'ready' })

async function answer(request: LoadRequest): Promise<void> {
  if (current !== undefined) {
    reply(failedBy(new KnownFailure('load', 'the generator is running a load, expected it idle')))
    return
  }
  const controller = new AbortController()
  current = controller
  const reported = await outcomeOf(request, controller.signal)
  current = undefined
  reply(reported)
}

async function outcomeOf(request: LoadRequest, signal: AbortSignal): Promise<FromGenerator> {
  try {
    const journey = await importJourney(request.scenarioFile)
    const result = await runLoad(journey, request, openConnections, signal, (interval) =>
      reply({ kind: 'interval', interval }),
    )
    return { kind: 'result', result }
  } catch (error) {
    return failedBy(error)
  }
}

async function importJourney(file: string): Promise<AnyJourney> {
  const scenario = (await import(pathToFileURL(file).href)) as {
    default?: { journey?: AnyJourney }
  }
  const journey = scenario.default?.journey
  if (journey === undefined || !Array.isArray(journey.steps) || journey.steps.length === 0) {
    throw new KnownFailure(
      'load',
      `${file} has no journey, expected a default export with a journey of at least one step`,
    )
  }
  const names = journey.steps.map((step) => step.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) {
    throw new KnownFailure('load', `${file} has two steps "${twice}", expected one of each name`)
  }
  return journey
}

function failedBy(error: unknown): FromGenerator {
  if (error instanceof KnownFailure) {
    return { kind: 'failed', code: error.code, message: error.message }
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { kind: 'failed', code: 'load', message: `the load generator failed: ${detail}` }
}

function reply(message: FromGenerator, sent: () => void = () => {}): void {
  if (process.connected) process.send?.(message, undefined, undefined, sent)
  else sent()
}
