import { beforeEach, describe, expect, test } from 'vitest'
import { everything, expectProblem } from '../../testing/expectations.ts'
import { idempotencyKeys, runningSystem } from '../../testing/running-system.ts'

const system = runningSystem()
const newKey = idempotencyKeys()

const order = {
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor: 1_000,
  currency: 'USD',
}

describe('bad input', () => {
  let before: unknown
  beforeEach(async () => {
    before = await everything(system)
  })

  test.each([
    ['malformed JSON', '{"debtorAccount":', 'invalid-json-body'],
    ['an empty body', '', 'empty-json-body'],
    ['a prototype in the body', '{"__proto__":{"amountMinor":1}}', 'invalid-json-body'],
    ['no object', '[]', 'invalid-request'],
    ['a member too many', { ...order, extra: 1 }, 'invalid-request'],
    ['a member too few', { ...order, currency: undefined }, 'invalid-request'],
    ['an amount as text', { ...order, amountMinor: '1000' }, 'invalid-request'],
    ['a negative amount', { ...order, amountMinor: -1 }, 'invalid-request'],
    ['a zero amount', { ...order, amountMinor: 0 }, 'invalid-request'],
    ['a fraction of a cent', { ...order, amountMinor: 0.5 }, 'invalid-request'],
    ['a huge amount', { ...order, amountMinor: 1e15 }, 'invalid-request'],
    [
      'an amount beyond all numbers',
      JSON.stringify(order).replace('1000', '1e999'),
      'invalid-request',
    ],
    ['an unknown currency', { ...order, currency: 'XXX' }, 'invalid-request'],
    ['a NUL in the reference', { ...order, reference: 'a\u0000b' }, 'invalid-request'],
    ['half a character in the reference', { ...order, reference: '\ud800' }, 'invalid-request'],
    ['a reference without end', { ...order, reference: 'x'.repeat(141) }, 'invalid-request'],
    [
      'an account that is no account',
      { ...order, debtorAccount: "'; drop table" },
      'invalid-request',
    ],
  ])('with %s is a 400 and changes nothing', async (_what, body, code) => {
    expectProblem(await system.pay(newKey(), body), 400, code)
    expect(await everything(system)).toEqual(before)
  })

  test.each([
    ['an unknown debtor', { debtorAccount: 'ACC-999999' }, 'account-unknown'],
    ['an unknown creditor', { creditorAccount: 'ACC-999999' }, 'account-unknown'],
    ['the currency of neither', { currency: 'EUR' }, 'currency-mismatch'],
    [
      "the creditor's currency in place of the debtor's",
      { creditorAccount: 'ACC-000999', currency: 'EUR' },
      'currency-mismatch',
    ],
    ["an account of the gateway's own", { creditorAccount: 'POOL-USD' }, 'account-internal'],
    [
      'less than a unit of the other currency',
      {
        debtorAccount: 'ACC-000701',
        currency: 'PKR',
        amountMinor: 1,
        creditorAccount: 'ACC-000001',
      },
      'amount-too-small',
    ],
    ['one account on both sides', { creditorAccount: 'ACC-000001' }, 'same-account'],
  ])('with %s is a 422 and changes nothing', async (_what, difference, code) => {
    expectProblem(await system.pay(newKey(), { ...order, ...difference }), 422, code)
    expect(await everything(system)).toEqual(before)
  })

  test.each<[string, Record<string, string>, number, string]>([
    ['no token', { authorization: '' }, 401, 'token-invalid'],
    ['an unknown token', { authorization: 'Bearer nobody' }, 401, 'token-invalid'],
    ['another scheme', { authorization: 'Basic dGVzdC10b2tlbg==' }, 401, 'token-invalid'],
    ['no tenant', { 'x-tenant-id': '' }, 400, 'tenant-missing'],
    ["somebody else's tenant", { 'x-tenant-id': 'stranger' }, 403, 'tenant-forbidden'],
    ['no idempotency key', { 'idempotency-key': '' }, 400, 'invalid-request'],
    ['a key without end', { 'idempotency-key': 'k'.repeat(256) }, 400, 'invalid-request'],
    ['another media type', { 'content-type': 'text/plain' }, 415, 'invalid-media-type'],
  ])('with %s changes nothing', async (_what, headers, status, code) => {
    const answer = await system.request('/api/v1/payments', {
      body: order,
      headers: { 'idempotency-key': newKey(), ...headers },
    })
    expectProblem(answer, status, code)
    expect(await everything(system)).toEqual(before)
  })

  test('with an oversized body is a 413 and changes nothing', async () => {
    const body = JSON.stringify({ ...order, reference: 'x'.repeat(5_000) })
    expectProblem(await system.pay(newKey(), body), 413, 'body-too-large')
    expect(await everything(system)).toEqual(before)
  })

  test.each([
    ['/api/v1/payments/not-an-id', 400, 'invalid-request'],
    ['/api/v1/payments/00000000-0000-7000-8000-000000000000', 404, 'payment-not-found'],
    ['/api/v1/payments?page=0', 400, 'invalid-request'],
    ['/api/v1/payments?page_size=101', 400, 'invalid-request'],
    ['/api/v1/payments?page=x', 400, 'invalid-request'],
    ['/api/v1/nothing', 404, 'route-not-found'],
    ['/api/v1/payments/%zz', 400, 'bad-url'],
  ])('in the path: %s', async (path, status, code) => {
    expectProblem(await system.request(path), status, code)
  })

  test.each([
    [{ decision: 'maybe' }, 400, 'invalid-request'],
    [{ decision: 'approve', extra: 1 }, 400, 'invalid-request'],
    [{ decision: 'approve' }, 404, 'payment-not-found'],
  ])('in a review: %o', async (body, status, code) => {
    const path = '/api/v1/payments/00000000-0000-7000-8000-000000000000/review'
    expectProblem(await system.request(path, { body }), status, code)
    expect(await everything(system)).toEqual(before)
  })
})
