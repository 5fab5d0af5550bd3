import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type Dockerode from 'dockerode'
import { connectEngine } from '../../perf/lifecycle/container-engine.ts'

/** The recipe an image was built by; another recipe means another image. */
export const recipeLabel = 'plumbline.recipe'

export async function connectToEngine(): Promise<Dockerode> {
  const engine = await connectEngine()
  if (engine === undefined) {
    throw new Error(
      'no Docker engine answers, expected one to build images with: start it, e.g. `sudo dockerd`',
    )
  }
  return engine.container.dockerode
}

export async function isBuilt(
  engine: Dockerode,
  tag: string,
  recipeHash: string,
): Promise<boolean> {
  try {
    const { Config } = await engine.getImage(tag).inspect()
    return Config.Labels?.[recipeLabel] === recipeHash
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false
    throw error
  }
}

/** Runs a program; its output is shown only when it fails. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  }
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) {
    const tail = output.split('\n').slice(-40).join('\n')
    throw new Error(`${command} ${args[0]} ended with ${code}, expected 0:\n${tail}`)
  }
}
