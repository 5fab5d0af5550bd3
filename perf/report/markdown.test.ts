import { expect, test } from 'vitest'
import type { GroupRun, RunResult } from '../result/document.ts'
import { counterOf } from './fixture-builders.ts'
import { hostileText } from './fixture-hostile.ts'
import { fixtureNames, fixtures } from './fixtures.ts'
import { expectGolden } from './golden.ts'
import { commentMaxBytes, renderMarkdown } from './markdown.ts'

test.each(fixtureNames)(
  'the comment for the example run "%s" is as its golden file has it',
  async (name) => {
    await expectGolden(renderMarkdown(fixtures[name]), `comment-${name}.md`)
  },
)

test('that a stored baseline is out of date is the last of the warnings', () => {
  const warnings = ['baseline-outdated', 'doubt', 'baseline-stale'].map((code) => ({
    code,
    message: `says ${code}`,
    gate: false,
  }))
  const said = renderMarkdown({ ...fixtures.regression, warnings }).match(/(?<=^- says ).+/gm)
  expect(said).toEqual(['doubt', 'baseline-stale', 'baseline-outdated'])
})

test('the marker comes first and the event decides whom it names', () => {
  const text = renderMarkdown(fixtures.hostile, { marker: { headSha: 'abc1234', runId: '77' } })
  expect(text.startsWith('<!-- plumbline head=abc1234 run=77 -->\n### ')).toBe(true)
})

test('hostile text opens no HTML but ours, mentions nobody, links nowhere', () => {
  const text = renderMarkdown(fixtures.hostile)
  const outsideCode = text
    .replace(/^(`{3,})\w*\n.*?\n\1$/gms, '')
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
  const tags = [...outsideCode.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
  expect(
    tags.filter(
      (tag) =>
        !/^<(\/?details|\/?summary|\/?code)>$|^<!-- plumbline head=\S+ run=\S+ -->$/.test(tag),
    ),
  ).toEqual([])
  expect(outsideCode).not.toMatch(/@\w|:\/\/|www\.|\]\(/)
})

function huge(counters: number): RunResult {
  const [payments, ...others] = fixtures.regression.scenarios
  const many = Array.from({ length: counters }, (_, index) =>
    counterOf(`sql.calls/SELECT ${'column_name, '.repeat(index % 40)}€ FROM t${index}`, {
      base: 1,
      head: index % 2 === 0 ? 1 : 2,
    }),
  )
  return {
    ...fixtures.regression,
    scenarios: [{ ...payments, counters: many } as never, ...others],
  }
}

test.each([600, 3000])(
  '%i counters are cut to 60 KB, regressions kept, the rest counted',
  (count) => {
    const text = renderMarkdown(huge(count))
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(commentMaxBytes)
    expect(Buffer.byteLength(text)).toBeGreaterThan(commentMaxBytes - 4000)
    expect(text).toContain('**payments** CPU per operation, system')
    expect(text).toMatch(/\d lines of lower priority were left out/)
    expect(text).toContain('npm run perf -- --profile pr')
  },
)

test('whatever was seen inside the arms, the causes stay and the rest is cut to 60 KB', () => {
  const [payments, ...others] = fixtures.explained.scenarios
  const long = 'column_name, '.repeat(200)
  const plans = Array.from({ length: 100 }, (_, index) => ({
    statement: `SELECT ${long} FROM t${index}`,
    base: `Seq Scan\n${'  Filter: (a = b)\n'.repeat(200)}`,
    head: null,
    changed: true,
  }))
  const statements = plans.map(({ statement }, index) => {
    return { statement, base: null, head: { calls: index, rows: 1, us: index } }
  })
  const counters = huge(3000).scenarios[0]?.counters ?? []
  const evidence = { ...payments?.evidence, plans, statements }
  const text = renderMarkdown({
    ...fixtures.explained,
    scenarios: [{ ...payments, counters, evidence }, ...others],
  } as RunResult)
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(commentMaxBytes)
  expect(text).toContain('**Why payments regressed**')
  expect(text).toContain('**Why reconciliation regressed**')
  expect(text).toContain('0 false alarms in 48 recorded self-checks')
  expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)?.length ?? 0)
})

test('a cause names its place, and that the change touched it', () => {
  const text = renderMarkdown(fixtures.explained)
  expect(text).toContain(
    '– `system/modules/payments/settlement.ts:106` – **in lines this change touched**',
  )
  // Its title names the place already.
  expect(text).toContain('0 µs before – **in lines this change touched**')
})

test.each([
  ['counted', huge(50)],
  ['explained', fixtures.explained],
])('with every field of a run that was %s as long and hostile as can be, it fits', (_, run) => {
  const long = JSON.parse(JSON.stringify(run), (_key, value) =>
    typeof value === 'string' &&
    value.length > 8 &&
    ![
      'regressed',
      'comparison',
      'equivalent',
      'plumbline/result@1',
      'inconclusive',
      'within-spread',
      'outside-spread',
    ].includes(value)
      ? '|<@[`'.repeat(4000)
      : value,
  ) as RunResult
  expect(Buffer.byteLength(renderMarkdown(long))).toBeLessThanOrEqual(commentMaxBytes)
})

test('a link that is not plain http(s) is left out', () => {
  expect(renderMarkdown(fixtures.calm, { runUrl: 'javascript:alert(1)' })).not.toContain(
    'javascript',
  )
  expect(
    renderMarkdown(fixtures.calm, { runUrl: 'https://github.example/o/r/actions/runs/7' }),
  ).toContain('(https://github.example/o/r/actions/runs/7)')
})

test('as many groups as may be joined, with hostile text in all of them, stay within the limit', () => {
  const { joined } = fixtures
  const groups = Array.from({ length: 20 }, (_, index) => ({
    ...(joined.joined?.groups[0] as GroupRun),
    name: `group${index} ${hostileText}`,
    reproduce: `${index} ${hostileText.repeat(4)}`,
    repeated: { reason: hostileText.repeat(4) },
    fingerprint: { ...joined.fingerprint, cpuModel: `${index} ${hostileText.repeat(4)}` },
  }))
  const reproduce = groups.map((group) => group.reproduce).join('; ')
  const crowd = { ...joined, reproduce, joined: { groups, falseAlarmRate: 0.2 } }
  const text = renderMarkdown(crowd)
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(commentMaxBytes)
  expect(text).toContain('**payments** CPU per operation, system')
})

test('a joined comment names each group, its run and what the rates add up to', () => {
  const text = renderMarkdown(fixtures.joined)
  expect(text).toContain(
    '**Groups** main regressed, interbank passed; of 2 families together false alarms in at most 2.00 % of runs of equal arms',
  )
  expect(text).toMatch(/\*\*Run\*\* main: pr, .*seed 20261121, .*; interbank: pr, .*seed 77/)
  expect(text).toMatch(/\*\*Lane\*\* github-ubuntu-4cpu, /)
  expect(text).toContain('interbank: Measured twice')
})

test('the fold has gates only, and says where the rest is', () => {
  const text = renderMarkdown(fixtures.calm)
  const fold = text.slice(text.indexOf('<details><summary>Gates without a change that matters'))
  expect(fold).toMatch(/\*\*payments\*\* Throughput/)
  expect(fold).not.toContain('Peak memory')
  expect(text).toMatch(
    /\d+ rows more that gate nothing(?:, \d+ of them inconclusive)?: in the HTML page\./,
  )
})
