// @ts-check
/**
 * Plain JavaScript without dependencies, for any Node from 18 on: brings a fresh clone to where the
 * real command can run, then runs it under the pinned Node.
 * Usage: node scripts/bootstrap/main.mjs [--needs services|images|tests]... -- ENTRY.ts [ARGS...]
 */
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackages } from './apt.mjs'
import { parseArguments, wantOfServiceBinaries, wantsValgrind } from './arguments.mjs'
import { cacheFolder } from './cache-folder.mjs'
import { BootstrapFailure } from './failure.mjs'
import { answerOf } from './help.mjs'
import { catchSignals, Interrupted, throwIfInterrupted } from './interruption.mjs'
import { fetchKafkaJars } from './kafka-jars.mjs'
import { launch } from './launch.mjs'
import { dockerEngineAnswers, lookAtMachine } from './machine.mjs'
import { endWithNpm } from './orphan.mjs'
import { ensurePackages, packagesAreCurrent } from './packages.mjs'
import { planFor } from './plan.mjs'
import { checkPlatform } from './platform.mjs'
import { say, step } from './progress.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const couldNotMeasure = 2

async function main() {
  const command = parseArguments(process.argv.slice(2))
  // With packages the command itself answers, which also looks at the rest of the line.
  const answer = packagesAreCurrent(root) ? undefined : answerOf(root, command.entry, command.args)
  if (answer !== undefined) return print(answer)
  checkPlatform(process.versions.node, process.platform)
  catchSignals()
  endWithNpm(process.env)
  await ensurePackages(root)
  await ensureTools(command)
  throwIfInterrupted()
  return launch(root, command.entry, command.args)
}

/**
 * Ends with 0 when the reader has all that it wants; one that has gone, as `| head` does, wants no
 * more.
 * @param {string} text
 * @returns {Promise<number>}
 */
function print(text) {
  return new Promise((resolve) => {
    process.stdout.on('error', () => resolve(0))
    process.stdout.write(text, () => resolve(0))
  })
}

/** @param {ReturnType<typeof parseArguments>} command */
async function ensureTools({ needs, entry, args }) {
  if (needs.length === 0) return
  const engineAnswers = await dockerEngineAnswers(process.env['DOCKER_HOST'])
  const services = needs.includes('services')
    ? wantOfServiceBinaries(entry, args, engineAnswers)
    : 'no'
  const wanted = {
    services: services !== 'no',
    images: needs.includes('images'),
    tests: needs.includes('tests'),
  }
  try {
    await install(wanted, engineAnswers)
  } catch (error) {
    if (services !== 'useful' || !(error instanceof BootstrapFailure)) throw error
    say(`bootstrap: ${error.message}`)
    say('bootstrap: going on with the Docker engine that answers')
  }
  if (wantsValgrind(entry, args)) await installValgrind(engineAnswers)
}

/**
 * A report says why instructions were not counted, and all the rest is measured: no reason to
 * stop. @param {boolean} engineAnswers
 */
async function installValgrind(engineAnswers) {
  try {
    await install({ services: false, images: false, valgrind: true }, engineAnswers)
  } catch (error) {
    if (!(error instanceof BootstrapFailure)) throw error
    say(`bootstrap: ${error.message}`)
    say('bootstrap: going on without counting instructions')
  }
}

/** @param {import('./plan.mjs').Wanted} wanted @param {boolean} engineAnswers */
async function install(wanted, engineAnswers) {
  const uid = process.getuid?.() ?? -1
  const cache = cacheFolder(process.env, { uid, home: homedir() })
  const planNow = () =>
    planFor(wanted, lookAtMachine(cache, process.env['PATH'] ?? '', engineAnswers))
  const plan = planNow()
  await installPackages(plan.packages)
  if (plan.packages.length > 0) expectNothingMissing(planNow())
  if (!plan.fetchKafka) return
  await step(`Kafka's jars into ${cache}`, () => fetchKafkaJars(cache))
}

/**
 * An older program earlier on PATH can hide what was just installed. @param
 * {import('./plan.mjs').Plan} plan
 */
function expectNothingMissing({ packages: [still] }) {
  if (still === undefined) return
  throw new BootstrapFailure(
    `${still.names[0]} is installed, but still: ${still.why}`,
    'put /usr/bin first on PATH',
  )
}

main().then(
  (code) => process.exit(code),
  (error) => {
    if (error instanceof Interrupted) {
      say(`bootstrap: ${error.message}`)
      process.exit(error.exitCode)
    }
    if (!(error instanceof BootstrapFailure)) throw error
    say(`bootstrap: ${error.message}`)
    say(`To mend it: ${error.remedy}`)
    process.exit(couldNotMeasure)
  },
)
