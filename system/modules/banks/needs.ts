/** What the list of banks tells of payments. */
export interface BanksNeeds {
  /** What the accounts of each bank have sent in a UTC day, in cents of a dollar, by BIC. */
  sentUsdMinor(tenant: string, day: string): Promise<ReadonlyMap<string, number>>
  /** Payments taken on a UTC day while a bank of theirs did not clear, by that bank's BIC. */
  violations(tenant: string, day: string): Promise<ReadonlyMap<string, number>>
}
