import type Dockerode from 'dockerode'
import { connectEngine } from '../../perf/lifecycle/container-engine.ts'
import { run, type RunOptions } from '../bootstrap/run.mjs'

/** A whole system comes over the network, from a mirror that may be slow. */
const longestProgramMs = 60 * 60_000

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

/**
 * Runs a program; its output is shown only when it fails. A signal ends it, and then `Interrupted`
 * is thrown.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<void> {
  const { code, how, output } = await run(command, args, { limitMs: longestProgramMs, ...options })
  if (code !== 0) throw new Error(`${command} ${args[0]} ${how}, expected 0:\n${output}`)
}
