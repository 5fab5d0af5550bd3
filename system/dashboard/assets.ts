import { Worker } from 'node:worker_threads'

/** One file of the page as it goes over the wire. */
export interface Asset {
  readonly type: string
  readonly body: Uint8Array
  /** Strong, of the content. */
  readonly etag: string
}

export type Assets = ReadonlyMap<string, Asset>

/**
 * Reads the page and strips its types, on a thread of its own: the compiler's time and memory are
 * not taken from payments, and are given back when the thread ends.
 */
export async function loadAssets(): Promise<Assets> {
  const worker = new Worker(new URL('./assets-thread.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const loaded = Promise.withResolvers<Assets>()
  worker.once('message', loaded.resolve)
  worker.once('error', loaded.reject)
  worker.once('exit', (code) => {
    loaded.reject(new Error(`reading the dashboard ended with ${code} before it had read all`))
  })
  return loaded.promise
}
