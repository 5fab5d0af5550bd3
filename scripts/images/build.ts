import { parseArgs } from 'node:util'
import { catchSignals, Interrupted } from '../bootstrap/interruption.mjs'
import { buildBase } from './base.ts'
import { buildImage } from './build-image.ts'
import { connectToEngine } from './engine.ts'
import { recipes } from './recipes.ts'

/**
 * `npm run images`: builds the images of the testcontainers provider where no image registry answers,
 * from the machine's own Debian or Ubuntu mirror, the npm binaries of Postgres and Kafka's jars. An
 * image whose recipe has not changed is kept; `--force` builds anew.
 */
const { values } = parseArgs({ options: { force: { type: 'boolean', default: false } } })

catchSignals()
try {
  const engine = await connectToEngine()
  const base = await buildBase(engine, values.force)
  for (const recipe of recipes()) await buildImage(engine, recipe, base, values.force)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = error instanceof Interrupted ? error.exitCode : 2
}
