import { complianceErrors } from './errors.ts'
import type { PaymentFacts, ReviewPolicy, ReviewReason, SanctionsList } from './facts.ts'
import { hashText, PairMemory, pairOf } from './pair-memory.ts'
import { RecentMap } from './recent-map.ts'
import { createSanctionsScreen } from './sanctions.ts'
import type { SanctionsScreen } from './sanctions.ts'
import { bucketsPerWindow, SlidingCount } from './velocity.ts'

/**
 * Decides for each payment whether somebody has to look at it first. All in memory and bounded:
 * what is remembered of accounts and pairs begins anew with each start, and is a reason to look,
 * never to refuse.
 */
export interface ReviewRules {
  /**
   * Counts what it sees: called once for each order, in the order in which they are decided.
   *
   * @throws DomainError unavailable, until a first list is known; nothing is counted then
   */
  readonly review: (facts: PaymentFacts) => readonly ReviewReason[]
  /** Somebody has looked at a payment between these two and let it pass. */
  readonly approved: (tenant: string, debtorAccount: string, creditorAccount: string) => void
  /** From now on this list counts. */
  readonly screenBy: (list: SanctionsList) => void
}

/** What is remembered of one account. */
interface Track {
  readonly hash: number
  /** Of its payments; made with the first. */
  sent: SlidingCount | undefined
  sanctioned: boolean
  /** Of the list that `sanctioned` was found by. */
  screen: object | undefined
}

/** Some 250 bytes each. */
const mostAccounts = 100_000

const nothing: readonly ReviewReason[] = []

export function createReviewRules(policy: ReviewPolicy): ReviewRules {
  const bucketMs = policy.velocityWindowMs / bucketsPerWindow
  const pairs = new PairMemory()
  const tracks = new RecentMap<Track>(mostAccounts, (tenant, number) => {
    const hash = hashText(`${tenant} ${number}`)
    return { hash, sent: undefined, sanctioned: false, screen: undefined }
  })
  let current: SanctionsScreen | undefined
  const isSanctioned = (screen: SanctionsScreen, track: Track, number: string): boolean => {
    if (track.screen !== screen) {
      track.sanctioned = screen.matchesAccount(number)
      track.screen = screen
    }
    return track.sanctioned
  }
  /** Money that nobody has looked at makes no pair a usual one. */
  const isUnusual = (debtor: Track, creditor: Track, usdMinor: number): boolean => {
    const pair = pairOf(debtor.hash, creditor.hash)
    if (usdMinor >= policy.newPairUsdMinor) {
      return !pairs.knows(pair)
    }
    pairs.remember(pair)
    return false
  }
  return {
    review({ tenant, debtorAccount, creditorAccount, usdMinor, reference, atMs }) {
      const screen = current
      if (screen === undefined) {
        throw complianceErrors.noList()
      }
      const debtor = tracks.get(tenant, debtorAccount)
      const creditor = tracks.get(tenant, creditorAccount)
      debtor.sent ??= new SlidingCount()
      const large = usdMinor >= policy.amountUsdMinor
      const often = debtor.sent.add(Math.floor(atMs / bucketMs)) > policy.velocityMax
      const unusual = isUnusual(debtor, creditor, usdMinor)
      const account =
        isSanctioned(screen, debtor, debtorAccount) ||
        isSanctioned(screen, creditor, creditorAccount)
      const name = reference !== undefined && screen.matchesText(reference)
      if (!large && !often && !unusual && !account && !name) return nothing
      const reasons: ReviewReason[] = []
      if (large) reasons.push('large-amount')
      if (often) reasons.push('velocity')
      if (unusual) reasons.push('unusual-pair')
      if (account) reasons.push('sanctioned-account')
      if (name) reasons.push('sanctioned-name')
      return reasons
    },
    approved(tenant, debtorAccount, creditorAccount) {
      const debtor = tracks.get(tenant, debtorAccount)
      pairs.remember(pairOf(debtor.hash, tracks.get(tenant, creditorAccount).hash))
    },
    screenBy(list) {
      current = createSanctionsScreen(list)
    },
  }
}
