import type { ContainerRuntimeClient } from 'testcontainers'
import { namePublishedHost } from './config.ts'

/**
 * The Docker engine, found in the way testcontainers finds it, so that what one starts the other
 * sweeps. The library is loaded only when somebody asks: it costs more to load than a sweep with
 * nothing to do.
 */
export const runLabel = 'plumbline.run-id'

const answerTimeoutMs = 10_000

/** The engine that answers now; undefined when none does, whatever clients are installed. */
export async function connectEngine(): Promise<ContainerRuntimeClient | undefined> {
  namePublishedHost()
  const timeout = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => timeout.resolve(undefined), answerTimeoutMs)
  try {
    return await Promise.race([answeringClient(), timeout.promise])
  } catch {
    // "No engine" is an answer here; who needs one says so with the whole story.
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

/** The library remembers a client for good, so an engine that has stopped since is asked again. */
async function answeringClient(): Promise<ContainerRuntimeClient> {
  const { getContainerRuntimeClient } = await import('testcontainers')
  const client = await getContainerRuntimeClient()
  await client.container.dockerode.ping()
  return client
}

export interface ContainerRemoval {
  readonly removed: readonly string[]
  readonly notRemoved: readonly string[]
}

/** Removes these containers, and those that carry the label of the run, with their volumes. */
export async function removeContainers(
  ids: readonly string[],
  labelledRunId: string | undefined,
): Promise<ContainerRemoval> {
  const engine = await connectEngine()
  if (engine === undefined) {
    return {
      removed: [],
      notRemoved: ids.map((id) => `container ${id.slice(0, 12)}: no Docker engine answers`),
    }
  }
  const { dockerode } = engine.container
  const all = new Set(ids)
  if (labelledRunId !== undefined) {
    const filters = { label: [`${runLabel}=${labelledRunId}`] }
    for (const { Id } of await dockerode.listContainers({ all: true, filters })) all.add(Id)
  }
  const removed: string[] = []
  const notRemoved: string[] = []
  for (const id of all) {
    try {
      await dockerode.getContainer(id).remove({ force: true, v: true })
      removed.push(id.slice(0, 12))
    } catch (error) {
      if (!isGone(error))
        notRemoved.push(`container ${id.slice(0, 12)}: ${(error as Error).message}`)
    }
  }
  return { removed, notRemoved }
}

/** 404: removed already; 409: somebody is removing it at this moment. */
function isGone(error: unknown): boolean {
  const status = (error as { statusCode?: number }).statusCode
  return status === 404 || status === 409
}
