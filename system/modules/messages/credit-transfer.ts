/**
 * What a message says of one settled payment between two banks; every format is made of this alone.
 */
export interface CreditTransfer {
  /** UUID. */
  readonly paymentId: string
  /** When it was settled, in business time. */
  readonly settledAtMs: number
  /** What the debtor's account was debited. */
  readonly debited: Money
  /** What the creditor's account was credited: what the banks settle between them. */
  readonly credited: Money
  readonly debtor: Party
  readonly creditor: Party
  readonly reference: string | undefined
}

export interface Money {
  /** Minor units; every currency of the gateway has two decimals. */
  readonly amountMinor: number
  /** ISO 4217. */
  readonly currency: string
}

export interface Party {
  readonly name: string
  readonly account: string
  readonly bank: PartyBank
}

export interface PartyBank {
  /** Eleven characters. */
  readonly bic: string
  readonly name: string
  /** ISO 3166, two letters. */
  readonly country: string
  /** IANA name. */
  readonly timeZone: string
}
