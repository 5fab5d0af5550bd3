import { banks } from './banks.ts'
import { windowSpanAt } from './window-span.ts'
import type { WindowOf, WindowSpan } from './window-span.ts'

/**
 * When banks clear, in business time. Asked for every payment: the span that was last in force, of
 * each bank and of each pair, is kept, so that an answer is two comparisons until an edge is
 * passed.
 */
export interface ClearingWindows {
  isOpen(bic: string, atMs: number): boolean
  /** The first instant from `atMs` on at which the bank is open: `atMs` itself when it is. */
  opensAt(bic: string, atMs: number): number
  /**
   * The first instant from `atMs` on at which both are: `atMs` itself when the payment is in
   * window.
   */
  opensForBoth(debtorBic: string, creditorBic: string, atMs: number): number
  /** The span around an instant, open or closed. */
  spanAt(bic: string, atMs: number): WindowSpan
}

/** Two weeks' edges of two banks: hours that have not met by then never will. */
const mostSpans = 60

const nothing: WindowSpan = { open: false, fromMs: Infinity, untilMs: -Infinity }

export function createClearingWindows(of: readonly WindowOf[] = banks): ClearingWindows {
  const lines = new Map(of.map((bank) => [bank.bic, new BankLine(bank)]))
  const lineOf = (bic: string): BankLine => {
    const line = lines.get(bic)
    if (line === undefined) {
      const known = [...lines.keys()].join(', ')
      throw new RangeError(`no bank has the BIC ${bic}, expected one of ${known}`)
    }
    return line
  }
  return {
    isOpen: (bic, atMs) => lineOf(bic).spanAt(atMs).open,
    opensAt(bic, atMs) {
      const { open, untilMs } = lineOf(bic).spanAt(atMs)
      return open ? atMs : untilMs
    },
    opensForBoth(debtorBic, creditorBic, atMs) {
      const { open, untilMs } = lineOf(debtorBic).spanWith(lineOf(creditorBic), atMs)
      return open ? atMs : untilMs
    },
    spanAt: (bic, atMs) => lineOf(bic).spanAt(atMs),
  }
}

/** One bank with the spans last asked for: its own, and those it shares with each other bank. */
class BankLine {
  readonly #bank: WindowOf
  #span = nothing
  readonly #shared = new Map<BankLine, WindowSpan>()

  constructor(bank: WindowOf) {
    this.#bank = bank
  }

  spanAt(atMs: number): WindowSpan {
    if (!covers(this.#span, atMs)) {
      this.#span = windowSpanAt(this.#bank, atMs)
    }
    return this.#span
  }

  /** Open where both are. Its beginning may be later than the true one, its end is the true one. */
  spanWith(other: BankLine, atMs: number): WindowSpan {
    const known = this.#shared.get(other)
    if (known !== undefined && covers(known, atMs)) return known
    const span = this.#sharedSpanAt(other, atMs)
    this.#shared.set(other, span)
    return span
  }

  #sharedSpanAt(other: BankLine, atMs: number): WindowSpan {
    const spans = [windowSpanAt(this.#bank, atMs), windowSpanAt(other.#bank, atMs)] as const
    const fromMs = Math.max(spans[0].fromMs, spans[1].fromMs)
    if (spans[0].open && spans[1].open) {
      return { open: true, fromMs, untilMs: Math.min(spans[0].untilMs, spans[1].untilMs) }
    }
    return { open: false, fromMs, untilMs: this.#meets(other, atMs) }
  }

  /** @throws RangeError when the two are never open at the same time */
  #meets(other: BankLine, fromMs: number): number {
    let atMs = fromMs
    for (let looked = 0; looked < mostSpans; looked += 1) {
      const mine = windowSpanAt(this.#bank, atMs)
      const theirs = windowSpanAt(other.#bank, atMs)
      if (mine.open && theirs.open) return atMs
      atMs = Math.max(...[mine, theirs].map(({ open, untilMs }) => (open ? atMs : untilMs)))
    }
    throw new RangeError(
      `banks ${this.#bank.bic} and ${other.#bank.bic} never clear at the same time`,
    )
  }
}

function covers({ fromMs, untilMs }: WindowSpan, atMs: number): boolean {
  return atMs >= fromMs && atMs < untilMs
}
