import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inheritedEnvironment } from '../lifecycle/config.ts'
import { target } from '../target/contract.ts'

/** `node perf/cli.ts …` as a process of its own, for tests that see it from outside only. */
export interface CommandRequest {
  /** The checkout whose command line is run. */
  readonly repository: string
  readonly args: readonly string[]
  readonly cacheFolder: string
  readonly env?: Readonly<Record<string, string>>
  /** Words before the command, e.g. what makes a mount of its own. */
  readonly wrapper?: readonly string[]
  /** The script and its switches; the command line itself where not given. */
  readonly script?: readonly string[]
}

export interface CommandEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCommand extends AsyncDisposable {
  readonly pid: number
  readonly ended: Promise<CommandEnd>
  isOver(): boolean
  /** All output up to now. */
  output(): string
  /** Waits until its output has this; fails, quoting the output, when it ends or takes too long. */
  until(said: string | RegExp, timeoutMs?: number): Promise<void>
  signal(name: NodeJS.Signals): void
}

const pollMs = 20
const untilMs = 120_000

export function startCommand(request: CommandRequest): RunningCommand {
  const node = join(request.repository, target.nodeBinary)
  const script = request.script ?? [join(request.repository, 'perf/cli.ts')]
  const words = [...(request.wrapper ?? []), node, ...script, ...request.args]
  const child = spawn(words[0] as string, words.slice(1), {
    cwd: request.repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environmentOf(request), ...request.env },
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => (said[stream] += chunk))
  }
  let over = false
  const ended = new Promise<CommandEnd>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => {
      over = true
      resolve({ exitCode, signal, ...said })
    })
  })
  const output = () => said.stdout + said.stderr
  return {
    pid: child.pid ?? 0,
    ended,
    isOver: () => over,
    output,
    async until(expected, timeoutMs = untilMs) {
      const deadline = performance.now() + timeoutMs
      const matches = () =>
        typeof expected === 'string' ? output().includes(expected) : expected.test(output())
      while (!matches()) {
        if (over || performance.now() > deadline) {
          throw new Error(`expected "${expected}" in the output, got:\n${output()}`)
        }
        await sleep(pollMs)
      }
    },
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      if (!over) child.kill('SIGTERM')
      await ended
    },
  }
}

/** Nothing of the test runner: its variables would make the run think that it is inside one. */
function environmentOf({ repository, cacheFolder }: CommandRequest): NodeJS.ProcessEnv {
  const inherited = inheritedEnvironment('essential')
  const path = `${join(repository, 'node_modules/.bin')}:${inherited['PATH'] ?? ''}`
  return { ...inherited, PATH: path, PLUMBLINE_CACHE: cacheFolder }
}

export async function runCommand(request: CommandRequest): Promise<CommandEnd> {
  await using command = startCommand(request)
  return await command.ended
}

/** Flags for services that somebody else runs. */
export function externalFlags(services: {
  readonly postgresAdminUrl: string
  readonly redisUrl: string
  readonly kafkaBrokers: readonly string[]
}): string[] {
  const { postgresAdminUrl, redisUrl, kafkaBrokers } = services
  return [
    '--services=external',
    `--postgres-url=${postgresAdminUrl}`,
    `--redis-url=${redisUrl}`,
    `--kafka-brokers=${kafkaBrokers.join(',')}`,
  ]
}
