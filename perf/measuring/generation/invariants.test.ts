import { describe, expect, it } from 'vitest'
import { parseInvariants } from './invariants.ts'

const text = `-- Money.
-- invariant: payments.money-conserved | per currency, balances minus openings sum to zero
select 1 where false;

-- invariant: payments.acknowledged-durable | every acknowledged payment is stored
-- takes: acknowledged
select id from unnest($1::text[]) as id
`

describe('an invariants file', () => {
  it('gives each query its id, its title and its text', () => {
    expect(parseInvariants(text)).toEqual([
      {
        id: 'payments.money-conserved',
        title: 'per currency, balances minus openings sum to zero',
        takesAcknowledged: false,
        sql: 'select 1 where false',
      },
      {
        id: 'payments.acknowledged-durable',
        title: 'every acknowledged payment is stored',
        takesAcknowledged: true,
        sql: '-- takes: acknowledged\nselect id from unnest($1::text[]) as id',
      },
    ])
  })

  it('without a header has none', () => {
    expect(parseInvariants('select 1;')).toEqual([])
  })
})
