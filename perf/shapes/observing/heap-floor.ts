import { type Inspector, openInspector } from '../../inspector/inspector.ts'
import type { Reading } from './observer.ts'

/**
 * What a process still holds after a full collection. Garbage lies on top of what is held, for minutes where
 * little of it is made, and hides in a sawtooth what a leak adds; a collection asked for takes it away and shows
 * the floor. It stops the system for as long as its heap is large (about 1 ms for each MB), so it is asked for
 * rarely, by a soak alone.
 */
export async function heapFloors(port: number, pid: number): Promise<HeapFloors> {
  const inspector = await openInspector({ host: '127.0.0.1', port, pid })
  return {
    read: () => readFloor(inspector),
    [Symbol.asyncDispose]: () => inspector[Symbol.asyncDispose](),
  }
}

export interface HeapFloors extends AsyncDisposable {
  readonly read: Reading
}

/** In the process's own global scope. The second collection takes what finalisers of the first let go. */
const collectAndTell = `(async () => {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  const { runInNewContext } = process.getBuiltinModule('node:vm')
  globalThis.plumblineCollect ??= (setFlagsFromString('--expose-gc'), runInNewContext('gc'))
  const before = performance.now()
  globalThis.plumblineCollect()
  const pauseMs = performance.now() - before
  const { heapUsed, external } = process.memoryUsage()
  return { heapUsed, external, pauseMs }
})()`

async function readFloor(inspector: Inspector): Promise<Readonly<Record<string, number>>> {
  const told = (await inspector.evaluate(collectAndTell)) as {
    readonly heapUsed: number
    readonly external: number
    readonly pauseMs: number
  }
  return {
    heapFloorBytes: told.heapUsed,
    externalFloorBytes: told.external,
    collectionMs: told.pauseMs,
  }
}
