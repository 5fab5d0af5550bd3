import type { HeapProfiler, Runtime } from 'node:inspector'
import { KnownFailure } from '../../errors.ts'
import { connectProtocol, type ProtocolConnection } from '../../inspector/protocol-connection.ts'
import type { HeapNode } from '../../explain/evidence/retained.ts'
import type { Reading } from './observer.ts'

/**
 * What a process still holds after a full collection, and who had it allocated. Garbage lies on top
 * of what is held, for minutes where little of it is made, and hides in a sawtooth what a leak
 * adds; a collection asked for takes it away and shows the floor. It stops the system for as long
 * as its heap is large (1 to 3 ms for each MB), so it is asked for rarely, by a soak alone.
 */
export interface HeapFloors extends AsyncDisposable {
  readonly read: Reading
  /** What was allocated since sampling began and is held yet, as a tree of calls. */
  held(): Promise<HeapNode | undefined>
}

/** Bytes between two samples: a leak of megabytes shows, and taking them costs next to nothing. */
const sampledBytes = 32_768

/** @param sampleAfterMs from when on what is allocated is a sign of a leak and no warm-up */
export async function heapFloors(port: number, sampleAfterMs: number): Promise<HeapFloors> {
  const protocol = await connectProtocol({ host: '127.0.0.1', port })
  const startMs = performance.now()
  let isSampling = false
  return {
    async read() {
      const floor = await readFloor(protocol)
      if (!isSampling && performance.now() - startMs > sampleAfterMs) {
        isSampling = true
        await protocol.call('HeapProfiler.startSampling', { samplingInterval: sampledBytes })
      }
      return floor
    },
    async held() {
      if (!isSampling) return undefined
      await protocol.call('HeapProfiler.collectGarbage')
      const taken = await protocol.call('HeapProfiler.getSamplingProfile')
      return (taken as HeapProfiler.GetSamplingProfileReturnType).profile.head
    },
    [Symbol.asyncDispose]: () => protocol[Symbol.asyncDispose](),
  }
}

/** In the process's own global scope. */
const collectAndTell = `(() => {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  const { runInNewContext } = process.getBuiltinModule('node:vm')
  globalThis.plumblineCollect ??= (setFlagsFromString('--expose-gc'), runInNewContext('gc'))
  const before = performance.now()
  globalThis.plumblineCollect()
  const pauseMs = performance.now() - before
  const { heapUsed, external } = process.memoryUsage()
  return { heapFloorBytes: heapUsed, externalFloorBytes: external, collectionMs: pauseMs }
})()`

async function readFloor(protocol: ProtocolConnection): Promise<Readonly<Record<string, number>>> {
  const answer = (await protocol.call('Runtime.evaluate', {
    expression: collectAndTell,
    returnByValue: true,
  })) as Runtime.EvaluateReturnType
  const { exceptionDetails, result } = answer
  if (exceptionDetails === undefined) return result.value as Readonly<Record<string, number>>
  const said = exceptionDetails.exception?.description ?? exceptionDetails.text
  throw new KnownFailure('target', `the loaded system could not tell what it holds: ${said}`)
}
