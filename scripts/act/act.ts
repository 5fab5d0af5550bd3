import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packagesAreCurrent } from '../bootstrap/packages.mjs'
import { cacheFolder, repositoryRoot } from '../workflows/config.ts'
import { requireTool } from '../workflows/tools.ts'

/** Executes one workflow with act on this host, every marketplace action replaced by a stand-in. */
export interface WorkflowRun {
  /** Clone whose HEAD is the commit that the event is about. */
  readonly clone: string
  readonly workflow: string
  readonly event: string
  readonly eventPath: string
  readonly runId: number
  readonly apiUrl: string
  /** Bare repository that the checkout stand-in fetches from. */
  readonly origin: string
  /** Folder for act's own cache and configuration. */
  readonly actFolder: string
  readonly variables: Readonly<Record<string, string>>
  readonly token: string
  readonly repository: string
  /** The job that installs the locked packages; all others are given those of this checkout. */
  readonly installingJob?: string
  readonly timeoutMs: number
}

export interface WorkflowOutcome {
  readonly exitCode: number | null
  readonly log: string
}

const standIns = join(import.meta.dirname, 'stand-ins')
const loggedCharacters = 200_000

export async function runWorkflow(run: WorkflowRun): Promise<WorkflowOutcome> {
  const act = await requireTool('act', cacheFolder())
  const args = [
    run.event,
    '--workflows',
    join('.github/workflows', run.workflow),
    '--eventpath',
    run.eventPath,
    '--platform',
    'ubuntu-latest=-self-hosted',
    '--action-offline-mode',
    '--no-skip-checkout',
    // Jobs that measure beside each other would measure each other.
    '--concurrent-jobs',
    '1',
    '--action-cache-path',
    join(run.actFolder, 'cache'),
    '--secret',
    `GITHUB_TOKEN=${run.token}`,
    ...(await localRepositories(run.clone)),
    ...pairs('--env', {
      GITHUB_API_URL: run.apiUrl,
      GITHUB_RUN_ID: String(run.runId),
      GITHUB_REPOSITORY: run.repository,
      ACT_ORIGIN: run.origin,
      ACT_PACKAGES: installedPackages(),
      ACT_INSTALLING_JOB: run.installingJob ?? '',
    }),
    ...pairs('--var', run.variables),
  ]
  return execute(act, args, run)
}

/** Empty where they are not those of the lock file: then every job installs its own. */
function installedPackages(): string {
  return packagesAreCurrent(repositoryRoot) ? join(repositoryRoot, 'node_modules') : ''
}

/** `owner/name@commit` of every action that the workflows use, with its stand-in. */
async function localRepositories(clone: string): Promise<string[]> {
  const files = await readdir(join(clone, '.github'), { recursive: true })
  const texts = await Promise.all(
    files
      .filter((file) => file.endsWith('.yml'))
      .map((file) => readFile(join(clone, '.github', file), 'utf8')),
  )
  const used = new Set(texts.flatMap((text) => text.match(/[\w.-]+\/[\w.-]+@[0-9a-f]{40}/g) ?? []))
  return [...used].flatMap((action) => {
    const name = action.split(/[/@]/)[1] ?? ''
    return ['--local-repository', `${action}=${join(standIns, name)}`]
  })
}

function pairs(flag: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [flag, `${name}=${value}`])
}

async function execute(
  act: string,
  args: readonly string[],
  run: WorkflowRun,
): Promise<WorkflowOutcome> {
  const child = spawn(act, args, {
    cwd: run.clone,
    env: { ...runnerEnvironment(process.env), XDG_CONFIG_HOME: join(run.actFolder, 'config') },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a workflow that hangs is ended with everything it started.
    detached: true,
  })
  let log = ''
  const remember = (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-loggedCharacters)
  }
  child.stdout.on('data', remember)
  child.stderr.on('data', remember)
  const end = () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  }
  const timer = setTimeout(() => {
    log += `\nended after ${run.timeoutMs} ms`
    end()
  }, run.timeoutMs)
  // An interrupted test run takes its workflow with it.
  process.once('exit', end)
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    return { exitCode, log }
  } finally {
    clearTimeout(timer)
    process.removeListener('exit', end)
  }
}

/** What a fresh runner would have: nothing of the test runner's, npm's or this checkout's. */
function runnerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^(VITEST|NODE_|npm_(lifecycle|package|command|execpath|node)|INIT_CWD|TEST$|GITHUB_|ACTIONS_|RUNNER_)/.test(
        name,
      ),
  )
  const path = (env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('/node_modules/'))
  // setup-node restores npm's cache, so a runner asks the registry only for what it does not have.
  const npmCache = { npm_config_prefer_offline: 'true' }
  return { ...Object.fromEntries(kept), ...npmCache, PATH: path.join(':') }
}
