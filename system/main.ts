import { enableCompileCache } from 'node:module'

/**
 * serve | migrate | seed | openapi. Every command loads only what it needs: the time from start to
 * ready is paid by every measured generation.
 */
enableCompileCache()

const commands: Readonly<Record<string, () => Promise<void>>> = {
  async serve() {
    keepHeapCloseToWhatLives()
    const { serve } = await import('./commands/serve.ts')
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
 * V8 lets the old generation grow to three times of what lives in it, and glibc gives every thread
 * that allocates an arena of its own; of the 300 MB that a minute of 3,000 payments/s then holds,
 * 50 MB live. The young generation must outlast a payment on its way: with half of V8's own limit a
 * payment is copied twice and grows old before its answer, and collecting takes a quarter of the
 * CPU at 9,000/s in place of a twentieth. Of V8's four helpers, which mark a heap side by side, one
 * is left: on two cores the others only take the main thread's turns. docs/benchmarks.md has what
 * these come to. They count only when they are there before the heap is, so the process becomes
 * itself again with them; it keeps its pid and everything else.
 */
const heapFlags = ['--max-semi-space-size=24', '--heap-growing-percent=50', '--v8-pool-size=1']
/** It adds to the environment and becomes what it is told. */
const env = '/usr/bin/env'
const oneArena = 'MALLOC_ARENA_MAX=1'

function keepHeapCloseToWhatLives(): void {
  if (!heapFlags.every((flag) => process.execArgv.includes(flag))) {
    const node = [process.execPath, ...heapFlags, ...process.execArgv, ...process.argv.slice(1)]
    process.execve?.(env, [env, oneArena, ...node])
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
