import { KnownFailure } from '../../perf/errors.ts'
import { parseFlags, refuseWords } from '../../perf/parse-flags.ts'
import { failureTeller } from '../../perf/tell-failures.ts'
import { catchSignals, Interrupted } from '../bootstrap/interruption.mjs'
import { buildBase } from './base.ts'
import { buildImage } from './build-image.ts'
import { connectToEngine } from './engine.ts'
import { recipes } from './recipes.ts'

/**
 * `npm run images`: builds the images of the testcontainers provider where no image registry
 * answers, from the machine's own Debian or Ubuntu mirror, the npm binaries of Postgres and Kafka's
 * jars. An image whose recipe has not changed is kept; `--force` builds anew.
 */
const usage = `Usage: npm run images -- [flags]
  --force   build anew what is there already
  --help    this text
Exit codes: 0 built or there, 2 not built; 128 and the signal's number when stopped.`

catchSignals()
try {
  const { force, help } = flags()
  if (help) console.log(usage)
  else await build(force)
} catch (error) {
  if (error instanceof KnownFailure) failureTeller(console.error).first(error)
  else console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof Interrupted ? error.exitCode : 2
}

function flags(): { readonly force: boolean; readonly help: boolean } {
  const options = {
    force: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const
  const owner = { command: 'npm run images', help: 'npm run images -- --help' }
  const { positionals, values } = parseFlags(process.argv.slice(2), options, owner)
  refuseWords(positionals, owner)
  return values
}

async function build(force: boolean): Promise<void> {
  const engine = await connectToEngine()
  const base = await buildBase(engine, force)
  for (const recipe of recipes()) await buildImage(engine, recipe, base, force)
}
