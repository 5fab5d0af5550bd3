import { writeFile } from 'node:fs/promises'
import { createSystem } from '../app.ts'
import { parseConfig } from '../config.ts'
import { openapiFile } from '../platform/http/openapi.ts'

/** The document as the routes' schemas say it is; connects to nothing. */
export async function generateOpenapi(): Promise<string> {
  const nowhere = parseConfig({
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
    REDIS_URL: 'redis://127.0.0.1:1',
    KAFKA_BROKERS: '127.0.0.1:1',
    LOG_LEVEL: 'silent',
  })
  const system = await createSystem(nowhere, { collectOpenapi: true })
  await system.app.ready()
  return `${JSON.stringify(system.app.swagger(), undefined, 2)}\n`
}

export async function writeOpenapi(): Promise<void> {
  await writeFile(openapiFile, await generateOpenapi())
}
