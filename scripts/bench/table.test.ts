import { describe, expect, it } from 'vitest'
import { atMost, below, type RowOutcome } from './figure.ts'
import type { RowReport } from './row.ts'
import { rowSection, summaryTable } from './table.ts'

const outcome: RowOutcome = {
  kind: 'measured',
  figures: [
    { what: 'latency p99', value: 13.04, unit: 'ms', target: below(50) },
    { what: 'lost', value: 2, unit: '', target: atMost(0) },
    { what: 'system memory, peak', value: 271_450_112, unit: 'bytes', target: below(250e6) },
    { what: 'Kafka', value: undefined, unit: 'cores' },
  ],
  remarks: ['10 s of load; the promise is for 60 s'],
}

const report = (changed: Partial<RowReport> = {}): RowReport => ({
  name: 'payments',
  title: 'Payments, 3,000/s',
  outcome,
  setting: {
    startedAt: '2026-11-21T06:53:08.123Z',
    command: 'npm run bench -- --seconds 10',
    commit: '0a1b2c3d4e5f',
    machine: { cpuModel: 'EPYC', cores: 2, memoryBytes: 24e9, os: 'Debian GNU/Linux 12' },
    node: '26.10.0',
    services: {
      provider: 'embedded',
      durability: 'process-crash',
      postgres: '18.4',
      redis: '7.0.15',
      kafka: '4.3',
    },
    loadAverage1: 0.42,
    stealPercent: 0,
  },
  ...changed,
})

/** Cells without the padding, which is for readers of the source only. */
const cells = (markdown: string) =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

describe('the table', () => {
  it('names a row once and gives each figure its target and judgement', () => {
    expect(cells(summaryTable([report()])).slice(2)).toEqual([
      ['payments', 'latency p99', '13.0 ms', '< 50.0 ms', 'met'],
      ['', 'lost', '2', '≤ 0', 'not met'],
      ['', 'system memory, peak', '271 MB', '< 250 MB', 'not met'],
      ['', 'Kafka', '–', '', ''],
    ])
  })

  it('says why a row has no figures', () => {
    const failed = report({ outcome: { kind: 'failed', reason: 'Kafka died' } })
    expect(cells(summaryTable([failed]))[2]?.[1]).toBe('failed: Kafka died')
    const unmeasured = report({ outcome: { kind: 'not measured', reason: 'give --result FILE' } })
    expect(cells(summaryTable([unmeasured]))[2]).toEqual([
      'payments',
      'not measured: give --result FILE',
      '',
      '',
      '',
    ])
  })
})

describe('a section', () => {
  it('says where, when, how and on what its figures were made', () => {
    const section = rowSection(report())
    expect(section.startsWith('## Payments, 3,000/s\n\n|')).toBe(true)
    expect(section).toContain('- 10 s of load; the promise is for 60 s')
    expect(section).toContain(
      '2026-11-21 06:53 UTC, commit 0a1b2c3d4e5f: `npm run bench -- --seconds 10`',
    )
    expect(section).toContain('EPYC, 2 cores, 24.0 GB, Debian GNU/Linux 12; Node 26.10.0, ')
    expect(section).toContain('Kafka 4.3 (embedded), durability profile process-crash')
    expect(section).toContain('Load average before the row 0.4, CPU stolen 0.0 %')
  })

  it('without services names none', () => {
    const { setting } = report()
    const section = rowSection(report({ setting: { ...setting, services: undefined } }))
    expect(section).not.toContain('Postgres')
    expect(section).toContain('Node 26.10.0')
  })

  it('says that durations are not judged when the clock cannot be believed', () => {
    const section = rowSection(report({ outcome: { ...outcome, invalid: 'late by 40 ms' } }))
    expect(section).toContain('- Durations are not judged: late by 40 ms')
    expect(cells(section).slice(2, 4)).toEqual([
      ['latency p99', '13.0 ms', '< 50.0 ms', 'not judged'],
      ['lost', '2', '≤ 0', 'not met'],
    ])
  })
})
