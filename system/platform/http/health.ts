import type { Quiescence, SystemModule } from '../module.ts'
import type { HttpServer } from './server.ts'

/** Throws when the dependency does not answer. */
export type DependencyCheck = () => Promise<void>

const checkTimeoutMs = 2_000

/** Live says the process runs; ready says it can work; quiescent says it has nothing left to do. */
export function registerHealth(
  server: HttpServer,
  checks: Readonly<Record<string, DependencyCheck>>,
  modules: readonly SystemModule[],
): void {
  const { app } = server
  const live = { status: 'live' }
  app.get('/health/live', { schema: { hide: true } }, () => live)

  app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const reasons = server.draining() ? ['draining'] : await failingDependencies(checks)
    void reply.code(reasons.length === 0 ? 200 : 503)
    return { ready: reasons.length === 0, reasons }
  })

  app.get('/health/quiescent', { schema: { hide: true } }, async (_request, reply) => {
    const states = await Promise.all(modules.map(stateOf))
    const inFlight = server.inFlight()
    const quiescent = inFlight === 0 && states.every((state) => state.idle)
    void reply.code(quiescent ? 200 : 503)
    return { quiescent, httpInFlight: inFlight, ...Object.fromEntries(states.map(named)) }
  })
}

type NamedQuiescence = Quiescence & { readonly module: string; readonly reason?: string }

async function stateOf(module: SystemModule): Promise<NamedQuiescence> {
  try {
    return { module: module.name, ...(await module.quiescent()) }
  } catch (error) {
    // Not knowing is not the same as being idle.
    return { module: module.name, idle: false, numbers: {}, reason: messageOf(error) }
  }
}

function named(state: NamedQuiescence): [string, object] {
  const { module, ...rest } = state
  return [module, rest]
}

async function failingDependencies(
  checks: Readonly<Record<string, DependencyCheck>>,
): Promise<readonly string[]> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        await withTimeout(check(), checkTimeoutMs)
        return undefined
      } catch (error) {
        return `${name}: ${messageOf(error)}`
      }
    }),
  )
  return results.filter((reason) => reason !== undefined)
}

async function withTimeout(work: Promise<void>, timeoutMs: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new Error(`no answer after ${timeoutMs} ms`))
  }, timeoutMs)
  try {
    await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
