import type { BucketSize, Grant, TakeTokens } from './token-bucket.ts'

export interface RateLimiterOptions {
  readonly take: TakeTokens
  readonly size: BucketSize
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  readonly onOutcome: (outcome: LimitOutcome) => void
}

/** `open`: let through unasked, because Redis was away. */
export type LimitOutcome = 'allowed' | 'refused' | 'open'

/**
 * Tokens are fetched for so many calls ahead that one call to Redis serves this much time at the
 * full rate.
 */
const lumpMs = 50
/** A Redis that takes longer is away as far as a limit is concerned. */
const answerTimeoutMs = 200
/** So long nobody asks a Redis again that was away. */
const openForMs = 500
/** Buckets remembered; beyond that all are fetched anew. */
const lumpsMost = 10_000

interface Lump {
  tokens: number
  refusedUntilMs: number
  fetching: Promise<void> | undefined
}

/**
 * Limits how often each caller may call. The buckets are in Redis, one for all processes; a process
 * takes tokens in lumps, so that a limit costs a busy caller one round trip in fifty milliseconds
 * and not one per call. When Redis is away the limiter lets everybody through and says so by its
 * outcome: a limit protects from too much work, and refusing all of it would be the outage.
 */
export class RateLimiter {
  readonly #options: RateLimiterOptions
  readonly #lumpSize: number
  #lumps = new Map<string, Lump>()
  #openUntilMs = Number.NEGATIVE_INFINITY

  constructor(options: RateLimiterOptions) {
    this.#options = options
    this.#lumpSize = Math.max(1, Math.floor((options.size.perSecond * lumpMs) / 1_000))
  }

  /**
   * @returns 0 when the caller may go on, else how many milliseconds it should wait before it asks
   * again. A promise only where Redis had to be asked.
   */
  take(caller: string): number | Promise<number> {
    const lump = this.#lumpOf(caller)
    return this.#decide(lump) ?? this.#fetchThenDecide(caller, lump)
  }

  /** Undefined when only Redis can say. */
  #decide(lump: Lump): number | undefined {
    if (lump.tokens > 0) {
      lump.tokens -= 1
      this.#options.onOutcome('allowed')
      return 0
    }
    const nowMs = this.#options.now()
    if (nowMs < this.#openUntilMs) {
      this.#options.onOutcome('open')
      return 0
    }
    if (nowMs < lump.refusedUntilMs) {
      this.#options.onOutcome('refused')
      return lump.refusedUntilMs - nowMs
    }
    return undefined
  }

  /**
   * Those who wait for one lump share it in the order in which they came; who gets none fetches the
   * next.
   */
  async #fetchThenDecide(caller: string, lump: Lump): Promise<number> {
    let decided: number | undefined
    while (decided === undefined) {
      lump.fetching ??= this.#fetch(caller, lump).finally(() => {
        lump.fetching = undefined
      })
      await lump.fetching
      decided = this.#decide(lump)
    }
    return decided
  }

  async #fetch(caller: string, lump: Lump): Promise<void> {
    try {
      const grant = await within(
        this.#options.take(caller, this.#options.size, this.#lumpSize),
        answerTimeoutMs,
      )
      lump.tokens = grant.tokens
      lump.refusedUntilMs = this.#options.now() + grant.waitMs
    } catch {
      this.#openUntilMs = this.#options.now() + openForMs
    }
  }

  #lumpOf(caller: string): Lump {
    const known = this.#lumps.get(caller)
    if (known !== undefined) {
      return known
    }
    if (this.#lumps.size >= lumpsMost) {
      this.#lumps = new Map()
    }
    const lump = { tokens: 0, refusedUntilMs: 0, fetching: undefined }
    this.#lumps.set(caller, lump)
    return lump
  }
}

async function within(grant: Promise<Grant>, limitMs: number): Promise<Grant> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new Error(`no answer after ${limitMs} ms`))
  }, limitMs)
  try {
    return await Promise.race([grant, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
