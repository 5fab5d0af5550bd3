export interface BankMessage {
  readonly paymentId: string
  readonly bank: string
  /** JSON. */
  readonly body: string
}

/**
 * Refused for good: the bank has read it and does not want it; sending it again changes nothing.
 */
export type Reception =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'refused'; readonly reason: string }

/** The port to the banks. */
export interface BankClient {
  /** @throws when nobody can say whether the bank has it */
  send(message: BankMessage): Promise<Reception>
}

const answerTimeoutMs = 2_000
const longestReason = 200

/** Answers that are about the message and not about the moment. */
const isAboutMessage = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429

/**
 * `POST <url>/banks/<BIC>/messages`. A message may come more than once; its payment's id, in
 * `Idempotency-Key`, is how a bank knows it.
 */
export function createBankClient(url: string): BankClient {
  return {
    async send({ paymentId, bank, body }) {
      const answer = await fetch(`${url}/banks/${bank}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': paymentId },
        body,
        signal: AbortSignal.timeout(answerTimeoutMs),
      })
      const said = (await answer.text()).slice(0, longestReason)
      if (answer.ok) {
        return { kind: 'delivered' }
      }
      if (isAboutMessage(answer.status)) {
        return { kind: 'refused', reason: `${answer.status} ${said}` }
      }
      throw new Error(`bank ${bank} answered ${answer.status}, expected 2xx: ${said}`)
    },
  }
}
