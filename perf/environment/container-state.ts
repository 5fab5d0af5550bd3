import { readFileSync } from 'node:fs'
import type Dockerode from 'dockerode'
import { readProcessStatus } from '../lifecycle/process-identity.ts'

/**
 * The container's first process as this host sees it. An engine on another machine, or in another
 * pid namespace, names a pid that means nothing here: undefined then.
 */
export async function hostPid(engine: Dockerode, id: string): Promise<number | undefined> {
  const { State } = await engine.getContainer(id).inspect()
  if (State.Pid === 0 || !belongsToContainer(State.Pid, id)) return undefined
  return State.Pid
}

/** Its control group carries the container's id, with every driver of Docker and containerd. */
function belongsToContainer(pid: number, id: string): boolean {
  return readProcessStatus(pid) !== undefined && readControlGroup(pid).includes(id)
}

function readControlGroup(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8')
  } catch {
    // Gone again: then it is no process of ours.
    return ''
  }
}

/** Resolves with how the container ended, when it ends. Never rejects. */
export async function containerEnd(engine: Dockerode, id: string): Promise<string> {
  try {
    const { StatusCode } = (await engine.getContainer(id).wait()) as { StatusCode: number }
    return `its container ended with ${StatusCode}`
  } catch (error) {
    return `the Docker engine no longer tells of its container (${(error as Error).message})`
  }
}
