import type { Journey, JourneyAnswer } from '../load/journey.ts'

/** What a journey keeps of its payment until it has read it back. */
export interface Paying {
  readonly key: string
  paymentId: string | undefined
}

const idOf = (answer: JourneyAnswer): string | undefined =>
  (answer.body as { id?: string } | undefined)?.id

/** The two steps of whoever pays and reads the payment back. @param body the order */
export function payAndRead<State extends Paying>(
  body: (state: State) => object,
): Journey<State>['steps'] {
  return [
    {
      name: 'pay',
      method: 'POST',
      path: () => '/api/v1/payments',
      headers: ({ key }) => ({ 'idempotency-key': key }),
      body,
      expectStatus: [201],
      parseBody: true,
      receive(state, answer) {
        state.paymentId = idOf(answer)
        return state.paymentId !== undefined
      },
      acknowledges: (_state, answer) => idOf(answer),
    },
    {
      name: 'read',
      method: 'GET',
      path: ({ paymentId }) => `/api/v1/payments/${paymentId}`,
      expectStatus: [200],
    },
  ]
}
