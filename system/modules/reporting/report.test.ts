import { describe, expect, test } from 'vitest'
import { composeBanks, composeDaily } from './report.ts'

const nowMs = Date.parse('2026-11-18T23:59:59Z')
const row = (status: string, payments: number, minor: string, currency = 'USD') => ({
  status,
  payments,
  amount_minor: minor,
  currency,
})

describe('the days', () => {
  test('are all there, today last, with zeros where nothing was', () => {
    const { days } = composeDaily([], 3, nowMs)
    expect(days.map(({ date }) => date)).toEqual(['2026-11-16', '2026-11-17', '2026-11-18'])
    expect(days[0]).toEqual({
      date: '2026-11-16',
      recorded: 0,
      settled: 0,
      rejected: 0,
      queued: 0,
      inReview: 0,
      successRate: null,
      volume: {},
    })
  })

  test('count every state, and what settled makes the volume, exact beyond what a float holds', () => {
    const day = '2026-11-17'
    const rows = [
      { day, ...row('settled', 2, '9007199254740993') },
      { day, ...row('settled', 1, '5', 'EUR') },
      { day, ...row('rejected', 1, '700') },
      { day, ...row('queued', 4, '800') },
      { day, ...row('in-review', 5, '900') },
    ]
    expect(composeDaily(rows, 2, nowMs).days[0]).toEqual({
      date: day,
      recorded: 13,
      settled: 3,
      rejected: 1,
      queued: 4,
      inReview: 5,
      successRate: 75,
      volume: { EUR: '0.05', USD: '90071992547409.93' },
    })
  })
})

test('a bank has what it sent, what it received, and the ways of its money', () => {
  const way = (debtor_bank: string, creditor_bank: string, rest: ReturnType<typeof row>) => ({
    debtor_bank,
    creditor_bank,
    ...rest,
  })
  const rows = [
    way('ONE', 'TWO', row('settled', 3, '1000')),
    way('ONE', 'TWO', row('settled', 1, '50', 'EUR')),
    way('ONE', 'TWO', row('rejected', 1, '1')),
    way('TWO', 'ONE', row('settled', 1, '250')),
    way('TWO', 'TWO', row('settled', 2, '20')),
    way('ONE', 'THREE', row('queued', 9, '9999')),
  ]
  const { banks, flows, date } = composeBanks(rows, '2026-11-18')
  expect(date).toBe('2026-11-18')
  expect(banks).toEqual([
    {
      bank: 'ONE',
      sent: { count: 4, volume: { EUR: '0.50', USD: '10.00' } },
      received: { count: 1, volume: { USD: '2.50' } },
      rejected: 1,
      successRate: 80,
    },
    {
      bank: 'THREE',
      sent: { count: 0, volume: {} },
      received: { count: 0, volume: {} },
      rejected: 0,
      successRate: null,
    },
    {
      bank: 'TWO',
      sent: { count: 3, volume: { USD: '2.70' } },
      received: { count: 6, volume: { EUR: '0.50', USD: '10.20' } },
      rejected: 0,
      successRate: 100,
    },
  ])
  expect(flows).toEqual([
    { from: 'ONE', to: 'TWO', count: 4, volume: { EUR: '0.50', USD: '10.00' } },
    { from: 'TWO', to: 'ONE', count: 1, volume: { USD: '2.50' } },
    { from: 'TWO', to: 'TWO', count: 2, volume: { USD: '0.20' } },
  ])
})
