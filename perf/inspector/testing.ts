import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { freePorts } from '../lifecycle/free-port.ts'
import { type Inspector, openInspector } from './inspector.ts'
import { countedFromBoot } from './launch.ts'

/** A script of `fixtures/` that listens on a port, started as the system is in a counter pass. */
export interface InspectedFixture extends AsyncDisposable {
  readonly child: ChildProcess
  readonly inspector: Inspector
  readonly inspectorPort: number
}

export async function startInspected(fixture: string): Promise<InspectedFixture> {
  await using opening = new AsyncDisposableStack()
  const [inspectorPort = 0, ownPort = 0] = await freePorts(2)
  const { nodeOptions = [], env = {} } = countedFromBoot(inspectorPort)
  const script = join(import.meta.dirname, 'fixtures', fixture)
  const child = spawn(process.execPath, [...nodeOptions, script, String(ownPort)], { env })
  const ended = once(child, 'exit')
  opening.defer(async () => {
    child.kill('SIGKILL')
    await ended
  })
  await answers(ownPort)
  const pid = child.pid ?? 0
  const inspector = opening.use(
    await openInspector({ host: '127.0.0.1', port: inspectorPort, pid }),
  )
  const kept = opening.move()
  return { child, inspector, inspectorPort, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

const answerTimeoutMs = 10_000

async function answers(port: number): Promise<void> {
  const lastTry = performance.now() + answerTimeoutMs
  for (;;) {
    try {
      await (await fetch(`http://127.0.0.1:${port}`)).text()
      return
    } catch (failure) {
      if (performance.now() > lastTry) throw failure
    }
  }
}
