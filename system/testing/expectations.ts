import { expect } from 'vitest'
import type { Answer, SystemUnderTest } from './system-process.ts'

/** A digest of all that a payment request could change. */
export async function everything(system: SystemUnderTest): Promise<unknown> {
  return system.rows(`select
    (select md5(string_agg(account::text, ',' order by id)) from account) as accounts,
    (select count(*) from payment) as payments, (select count(*) from entry) as entries,
    (select count(*) from outbox) as outbox`)
}

/** An RFC 9457 answer, whole. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.json['code'] }).toEqual({ status, code })
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.json).toMatchObject({
    type: `urn:problem:${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
  })
}
