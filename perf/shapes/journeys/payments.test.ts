import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Compile } from 'typebox/schema'
import { expect, test } from 'vitest'
import { repositoryFolder } from '../../config.ts'
import { seededRandom } from '../../load/random.ts'
import { target } from '../../target/contract.ts'
import payments from './payments.ts'

const { journey } = payments
const states = Array.from({ length: 2_000 }, (_, sequence) =>
  journey.start(seededRandom(5, sequence), sequence, 5),
)
const [pay] = journey.steps

interface Document {
  readonly paths: Readonly<Record<string, { readonly post: Operation }>>
}
interface Operation {
  readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
}

test('every order is one that the system describes', () => {
  const text = readFileSync(join(repositoryFolder, target.openApiFile), 'utf8')
  const { post } = (JSON.parse(text) as Document).paths['/api/v1/payments'] ?? {}
  const schema = post?.requestBody.content['application/json']?.schema ?? { not: {} }
  for (const state of states) expect(Compile(schema).Errors(pay?.body?.(state))).toEqual([true, []])
})

test('debtor and creditor are two accounts of those that are seeded', () => {
  for (const state of states) {
    const order = pay?.body?.(state) as { debtorAccount: string; creditorAccount: string }
    expect(order.debtorAccount).not.toBe(order.creditorAccount)
    for (const account of [order.debtorAccount, order.creditorAccount]) {
      const number = Number(account.slice('ACC-'.length))
      expect(number).toBeGreaterThanOrEqual(1_001)
      expect(number).toBeLessThanOrEqual(2_600)
    }
  }
})

test('another seed pays otherwise, and the same one the same', () => {
  const bodies = (seed: number) =>
    Array.from({ length: 100 }, (_, sequence) =>
      JSON.stringify(pay?.body?.(journey.start(seededRandom(seed, sequence), sequence, seed))),
    )
  expect(bodies(5)).toEqual(bodies(5))
  const other = new Set(bodies(6))
  expect(bodies(5).filter((body) => other.has(body))).toEqual([])
})

test('one payment in twenty repeats an earlier one, byte for byte, and counts as none of its own', () => {
  const byKey = new Map<string, string>()
  let repeated = 0
  for (const state of states) {
    const key = pay?.headers?.(state)['idempotency-key'] ?? ''
    const body = JSON.stringify(pay?.body?.(state))
    expect(byKey.get(key) ?? body).toBe(body)
    byKey.set(key, body)
    if (journey.tally?.(state) === undefined) repeated += 1
  }
  expect(repeated / states.length).toBeGreaterThan(0.03)
  expect(repeated / states.length).toBeLessThan(0.07)
})

test('what is held is acknowledged, too, as held', () => {
  const answer = (status: string) => ({ status: 202, headers: {}, body: { id: 'p-1', status } })
  const state = states[0]
  expect(pay?.acknowledges?.(state as never, answer('settled'))).toBe('p-1')
  expect(pay?.acknowledges?.(state as never, answer('queued'))).toBe('p-1 held')
  expect(pay?.receive?.(state as never, answer('in-review'))).toBe(true)
})
