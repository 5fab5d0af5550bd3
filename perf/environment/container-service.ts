import type Dockerode from 'dockerode'
import { KnownFailure } from '../errors.ts'
import { outputTail } from '../lifecycle/output-tail.ts'
import { containerEnd, hostPid } from './container-state.ts'
import type { EnvironmentRequest } from './environment.ts'
import type { ContainerRequest } from './service-containers.ts'
import { describe, untilAnswers } from './until-answers.ts'

/** What a started container of any testcontainers module can do. */
interface Running {
  getId(): string
  stop(): Promise<unknown>
}

/** One service in a container, answering. */
export interface ContainerService<Address> {
  readonly address: Address
  readonly version: string
  readonly image: string
  readonly rootPid: number | undefined
  /** Resolves when the container ends without having been stopped. Never rejects. */
  readonly died: Promise<KnownFailure>
  stop(): Promise<void>
}

export interface ContainerRecipe<Container extends Running, Address> {
  readonly what: string
  readonly image: string
  readonly start: (request: ContainerRequest) => Promise<Container>
  readonly addressOf: (container: Container) => Address
  /** Answers the version. */
  readonly ask: (address: Address) => Promise<string>
}

/** Lines of a container's log that a failure quotes. */
const logLines = 40

/** Starts a container and waits for an answer; its failure quotes the container's last output. */
export async function startContainerService<Container extends Running, Address>(
  engine: Dockerode,
  recipe: ContainerRecipe<Container, Address>,
  request: EnvironmentRequest,
): Promise<ContainerService<Address>> {
  const { what, image } = recipe
  const tail = outputTail(logLines)
  const failure = (state: string, cause?: unknown): KnownFailure => {
    const message = `${what} ${state}, expected it to run until it is stopped; last output of ${image}:\n${tail.lines().join('\n')}`
    return new KnownFailure('service', message, { cause })
  }
  const container = await recipe
    .start({ image, request, onLog: (log) => log.on('data', (chunk) => tail.push(String(chunk))) })
    .catch((cause: unknown) => {
      throw failure(`did not start (${describe(cause)})`, cause)
    })
  let stopped: Promise<unknown> | undefined
  const stop = async (): Promise<void> => {
    await (stopped ??= container.stop())
  }
  const died = new Promise<KnownFailure>((resolve) => {
    void containerEnd(engine, container.getId()).then((how) => {
      if (stopped === undefined) resolve(failure(`ended by itself: ${how}`))
    })
  })
  try {
    const address = recipe.addressOf(container)
    const version = await untilAnswers(
      what,
      () => recipe.ask(address),
      request.readyTimeoutMs,
      died,
    )
    const rootPid = await hostPid(engine, container.getId())
    return { address, version, image, rootPid, died, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
