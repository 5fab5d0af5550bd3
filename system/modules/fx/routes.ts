import type { App } from '../../platform/http/server.ts'
import { historyAnswer, quoteAnswer, ratesAnswer, spanOf } from './answers.ts'
import type { FxQuotes } from './quotes.ts'
import { historyQuery, historySchema, quoteQuery, quoteSchema, ratesSchema } from './schemas.ts'
import type { FxStore } from './store.ts'

const tags = ['fx']

export interface FxRoutes {
  readonly quotes: FxQuotes
  readonly store: Pick<FxStore, 'history'>
  readonly nowMs: () => number
}

export function registerFx(api: App, { quotes, store, nowMs }: FxRoutes): void {
  api.get(
    '/fx/rates',
    {
      schema: {
        operationId: 'getFxRates',
        summary: 'The latest exchange rates',
        tags,
        response: { 200: ratesSchema },
      },
    },
    async () => ratesAnswer(quotes.current()),
  )

  api.get(
    '/fx/rates/history',
    {
      schema: {
        operationId: 'getFxHistory',
        summary: 'How one rate went over a span of time',
        tags,
        querystring: historyQuery,
        response: { 200: historySchema },
      },
    },
    async (request) => {
      const { pair, points } = request.query
      const span = spanOf(request.query, nowMs())
      return historyAnswer(pair, span, await store.history(span.fromMs, span.toMs, points))
    },
  )

  api.get(
    '/fx/quote',
    {
      schema: {
        operationId: 'getFxQuote',
        summary: 'What an amount of one currency comes to in another now',
        tags,
        querystring: quoteQuery,
        response: { 200: quoteSchema },
      },
    },
    async (request) => quoteAnswer(quotes.current(), request.query),
  )
}
