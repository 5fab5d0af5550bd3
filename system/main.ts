import { enableCompileCache, flushCompileCache } from 'node:module'
import { heapFlags } from './heap-flags.ts'
import { startAgain } from './start-again.ts'

/**
 * serve | migrate | seed | openapi. Every command loads only what it needs: the time from start to
 * ready is paid by every measured generation.
 */
enableCompileCache()

const commands: Readonly<Record<string, () => Promise<void>>> = {
  async serve() {
    keepHeapCloseToWhatLives()
    const { serve } = await import('./commands/serve.ts')
    leaveCompilerBehind()
    await serve()
  },
  async migrate() {
    const [{ readConfig }, { migrate }] = await Promise.all([
      import('./config.ts'),
      import('./platform/postgres/migrations.ts'),
    ])
    process.stdout.write(
      `${JSON.stringify({ applied: await migrate(readConfig().databaseUrl) })}\n`,
    )
  },
  async seed() {
    const { seed } = await import('./commands/seed.ts')
    await seed()
  },
  async openapi() {
    const { writeOpenapi } = await import('./commands/openapi.ts')
    await writeOpenapi()
  },
}

/**
 * glibc gives every thread that allocates an arena of its own, and V8's flags count only when they
 * are there before the heap is, so the process starts again with both.
 */
const oneArena = 'MALLOC_ARENA_MAX=1'

function keepHeapCloseToWhatLives(): void {
  if (!heapFlags.every((flag) => process.execArgv.includes(flag))) {
    startAgain({ environment: [oneArena], flags: heapFlags })
  }
}

/**
 * What strips the types takes 18 MB for as long as the process lives. It is needed once for each
 * version of the sources: with what it made in the compile cache the process starts again.
 */
const compiled = '--compiled'

function leaveCompilerBehind(): void {
  const { moduleLoadList = [] } = process as { moduleLoadList?: readonly string[] }
  const hasCompiler = moduleLoadList.some((name) => name.includes('deps/amaro'))
  // Where the cache cannot be written it would be there each time.
  if (hasCompiler && !process.argv.includes(compiled)) {
    flushCompileCache()
    startAgain({ argument: compiled })
  }
}

function describe(error: unknown): string {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error))
  const known = name === 'ConfigError' || name === 'DependencyUnavailable'
  return JSON.stringify({ level: 'fatal', error: name, message, ...(known ? {} : { stack }) })
}

try {
  const name = process.argv[2] ?? ''
  const command = commands[name]
  if (command === undefined) {
    throw new Error(`unknown command "${name}", expected ${Object.keys(commands).join(' | ')}`)
  }
  await command()
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
}
