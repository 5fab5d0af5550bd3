import { spawnOwned } from '../lifecycle/spawn-owned.ts'
import { askRedis } from './ask-services.ts'
import { makeDataFolder } from './data-folder.ts'
import type { EnvironmentRequest, RedisService } from './environment.ts'
import type { StartedService } from './embedded-postgres.ts'
import { onFreePorts } from '../lifecycle/free-port.ts'
import { redisArguments } from './redis-settings.ts'
import { untilAnswers } from './until-answers.ts'

/** Starts the `redis-server` that the machine has. */
export async function startRedis(
  request: EnvironmentRequest,
  cacheFolder: string,
): Promise<StartedService<RedisService>> {
  const folder = makeDataFolder({
    service: 'redis',
    durability: request.durability,
    ledger: request.ledger,
    cacheFolder,
  })
  return onFreePorts(1, ([port]) => serveRedis(request, folder, port as number))
}

/** Starts it on this port; fails when the port is taken. */
export async function serveRedis(
  request: EnvironmentRequest,
  folder: string,
  port: number,
): Promise<StartedService<RedisService>> {
  const server = await spawnOwned({
    ledger: request.ledger,
    what: 'redis',
    command: 'redis-server',
    args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, ...redisArguments],
    cwd: folder,
    inherit: 'essential',
  })
  try {
    const url = `redis://127.0.0.1:${port}`
    const version = await untilAnswers(
      'redis',
      () => askRedis(url),
      request.readyTimeoutMs,
      server.died,
    )
    return { service: { url, version, rootPid: server.pid }, process: server }
  } catch (error) {
    await server.stop()
    throw error
  }
}
