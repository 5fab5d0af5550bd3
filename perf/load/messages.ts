import type { FailureCode } from '../errors.ts'
import type { LoadInterval, LoadRequest, LoadResult } from './load.ts'

/** What the owner and its generator process say to each other over Node's IPC channel. */
export type ToGenerator =
  | { readonly kind: 'run'; readonly request: LoadRequest }
  | { readonly kind: 'abort' }

export type FromGenerator =
  | { readonly kind: 'ready' }
  | { readonly kind: 'interval'; readonly interval: LoadInterval }
  | { readonly kind: 'result'; readonly result: LoadResult }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly message: string }
