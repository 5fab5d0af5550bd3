import type { PartyBank } from './credit-transfer.ts'

/** What messages require of others; `app.ts` passes it in. */
export interface MessageNeeds {
  readonly banks: { find(bic: string): PartyBank | undefined }
}
