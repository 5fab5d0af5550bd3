import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { compileCacheOf } from '../compile-cache.ts'
import { KnownFailure } from '../errors.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import { runToEnd } from '../lifecycle/run-to-end.ts'
import { type OwnedProcessRequest, spawnOwned } from '../lifecycle/spawn-owned.ts'
import { targetClient, type TargetClient } from './client.ts'
import { target, type TargetAddress, targetEnvironment } from './contract.ts'
import { listensOn } from './listening.ts'

/**
 * One running process of the system under test. Held with `await using`; stopping asks it to drain
 * first.
 */
export interface SystemProcess extends AsyncDisposable {
  readonly pid: number
  readonly client: TargetClient
  /** Fails as soon as the process has died, however long the work would still wait. */
  guard<T>(work: Promise<T>): Promise<T>
  /** Waits until nothing is in flight: queues, outbox, consumers, jobs. */
  quiesce(): Promise<void>
}

export interface SystemRequest {
  readonly armName: string
  readonly armFolder: string
  readonly address: TargetAddress
  readonly ledger: RunLedger
  readonly how?: SystemLaunch
}

/** Another way to start the same process, for passes that look inside it and time nothing. */
export interface SystemLaunch {
  /** Switches of Node, before the entry file: `--inspect=127.0.0.1:9230`. */
  readonly nodeOptions?: readonly string[]
  /** Beside the environment that every start has. */
  readonly env?: Readonly<Record<string, string>>
  /** What runs Node instead of the kernel: `['valgrind', '--tool=callgrind']`. */
  readonly under?: readonly string[]
  /** In place of the usual limit: under Valgrind everything is fifty times slower. */
  readonly readyMs?: number
}

const limits = {
  readyMs: 30_000,
  readyPollMs: 20,
  quiesceMs: 30_000,
  quiescePollMs: 10,
  stopMs: 10_000,
  commandMs: 180_000,
} as const

export async function startSystem(request: SystemRequest): Promise<SystemProcess> {
  const owned = await spawnOwned(processRequest(request, target.commands.serve))
  const baseUrl = `http://${request.address.host}:${request.address.port}`
  const client = targetClient(baseUrl, request.address.token)
  const gone = new AbortController()
  void owned.ended.then(() => gone.abort())
  const system: SystemProcess = {
    pid: owned.pid,
    client,
    guard: (work) => owned.whileAlive(work),
    quiesce: () => owned.whileAlive(waitQuiescent(client, request.armName)),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]()
      await owned[Symbol.asyncDispose]()
    },
  }
  try {
    const readyMs = request.how?.readyMs ?? limits.readyMs
    await owned.whileAlive(waitReady(client, request.armName, readyMs, gone.signal))
    if (!listensOn(owned.pid, request.address.port)) throw portTaken(request)
    return system
  } catch (failure) {
    await system[Symbol.asyncDispose]()
    if (owned.lastOutput().some((line) => line.includes('EADDRINUSE'))) throw portTaken(request)
    throw failure
  }
}

function portTaken({ address, armName }: SystemRequest): KnownFailure {
  const subject = `port ${address.port} on ${address.host}`
  return new KnownFailure(
    'target',
    `${subject} is taken by another process, expected it free for the ${armName} system`,
  )
}

/** Runs `migrate` or `seed` to its end. */
export async function runSystemCommand(
  request: SystemRequest,
  command: 'migrate' | 'seed',
): Promise<void> {
  await runToEnd(processRequest(request, target.commands[command]), limits.commandMs)
}

/**
 * Compiled code is kept in the checkout, main.ts included, because the cache is named here and not
 * switched on by the program. An arm's goes with its checkout; in the user's own tree, which
 * `npm start` and the benchmark run, it stays for the next start, in a folder that git ignores.
 */
export function systemEnvironment({
  armFolder,
  address,
  how,
}: Pick<SystemRequest, 'armFolder' | 'address' | 'how'>): Readonly<Record<string, string>> {
  return {
    ...targetEnvironment(address),
    NODE_COMPILE_CACHE: compileCacheOf(armFolder),
    ...how?.env,
  }
}

function processRequest(request: SystemRequest, command: string): OwnedProcessRequest {
  const node = join(request.armFolder, target.nodeBinary)
  const { under = [], nodeOptions = [] } = request.how ?? {}
  const [program = node, ...args] = [...under, node, ...nodeOptions, target.entry, command]
  return {
    ledger: request.ledger,
    what: `the ${request.armName} system (${command})`,
    command: program,
    args,
    cwd: request.armFolder,
    // NODE_OPTIONS or a test runner's switches would change what is measured.
    inherit: 'essential',
    env: systemEnvironment(request),
    failureCode: 'target',
    stopTimeoutMs: limits.stopMs,
  }
}

/** Ends with the process: its port may be somebody else's by now, who must not be asked. */
async function waitReady(
  client: TargetClient,
  armName: string,
  readyMs: number,
  gone: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + readyMs
  let last = 'no answer'
  while (performance.now() < deadline && !gone.aborted) {
    try {
      const answer = await client.get(target.healthPath.ready)
      if (answer.status === 200) return
      last = `${answer.status} ${JSON.stringify(answer.body)}`
    } catch (failure) {
      last = failure instanceof Error ? failure.message : String(failure)
    }
    await sleep(limits.readyPollMs)
  }
  throw new KnownFailure(
    'target',
    `${armName}: the system is not ready after ${readyMs} ms: last answer ${last}`,
  )
}

async function waitQuiescent(client: TargetClient, armName: string): Promise<void> {
  const deadline = performance.now() + limits.quiesceMs
  for (;;) {
    const answer = await client.get(target.healthPath.quiescent)
    if (answer.status === 200) return
    if (performance.now() > deadline) {
      const state = JSON.stringify(answer.body)
      throw new KnownFailure(
        'target',
        `${armName}: work is still in flight after ${limits.quiesceMs} ms: ${state}`,
      )
    }
    await sleep(limits.quiescePollMs)
  }
}
