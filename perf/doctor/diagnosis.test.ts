import { describe, expect, test } from 'vitest'
import { diagnose, type Finding } from './diagnosis.ts'
import type { DoctorFacts } from './facts.ts'
import { faultless } from './fixture-facts.ts'
import { formatDiagnosis } from './format.ts'

const gib = 1024 ** 3
const machine = (change: Partial<DoctorFacts['machine']>): Partial<DoctorFacts> => ({
  machine: { ...faultless.machine, ...change },
})
const lacking = [{ name: 'redis-server', why: 'not on PATH' }]

describe('the verdict on a machine', () => {
  test('a faultless machine is good throughout', () => {
    expect(diagnose(faultless).state).toBe('good')
  })

  test.each<[string, string, Finding['state'], Partial<DoctorFacts>]>([
    ['two cores limit', 'cores', 'limits', machine({ cores: 2 })],
    ['one core prevents', 'cores', 'prevents', machine({ cores: 1 })],
    ['3 GiB limit', 'memory', 'limits', machine({ availableBytes: 3 * gib })],
    ['1 GiB prevents', 'memory', 'prevents', machine({ availableBytes: gib })],
    ['other work limits', 'load', 'limits', { othersShare: 0.41 }],
    ['3 % steal limit', 'CPU steal', 'limits', { stealPercent: 3 }],
    ['11 % steal prevent', 'CPU steal', 'prevents', { stealPercent: 11 }],
    [
      'a stalling disk limits',
      'fdatasync',
      'limits',
      { disk: { writes: 400, p50: 0.5, p99: 150, max: 800 } },
    ],
    [
      'a coarse clock limits',
      'clock',
      'limits',
      { clock: { source: 'jiffies', resolutionNs: 4e6, readingNs: 50 } },
    ],
    [
      'a slow clock limits',
      'clock',
      'limits',
      { clock: { source: 'hpet', resolutionNs: 70, readingNs: 1500 } },
    ],
    [
      'a clock that never moved limits',
      'clock',
      'limits',
      { clock: { source: undefined, resolutionNs: 0, readingNs: 0 } },
    ],
    [
      'another Node than the pinned one prevents',
      'node',
      'prevents',
      { node: { running: '20.1.0', pinned: '26.10.0' } },
    ],
    [
      'no engine and no Redis prevents',
      'services',
      'prevents',
      { services: { engineAnswers: false, missing: lacking } },
    ],
    [
      'an engine without embedded services limits',
      'services',
      'limits',
      { services: { engineAnswers: true, missing: lacking } },
    ],
  ])('%s', (_, subject, state, change) => {
    const diagnosis = diagnose({ ...faultless, ...change })
    const spoilt = diagnosis.findings.filter((finding) => finding.state !== 'good')
    expect(spoilt.map((finding) => finding.subject)).toEqual([subject])
    expect(spoilt[0]?.state).toBe(state)
    expect(diagnosis.state).toBe(state)
  })

  test('the worst finding decides', () => {
    expect(diagnose({ ...faultless, ...machine({ cores: 2 }), stealPercent: 50 }).state).toBe(
      'prevents',
    )
  })
})

test('a machine that does not tell what others use is not called busy', () => {
  expect(diagnose({ ...faultless, othersShare: undefined }).state).toBe('good')
})

test('the report shows machine, findings, versions and verdict', () => {
  const facts = { ...faultless, ...machine({ cores: 2 }) }
  expect(formatDiagnosis(facts, diagnose(facts))).toMatchInlineSnapshot(`
    "Some CPU, Debian GNU/Linux 12 (bookworm), Linux 6.1.0

      ok        node       26.10.0, as pinned
      ok        services   a Docker engine answers; the embedded ones are complete
      limits    cores      2: generator, services and system share them; compare arms, trust no absolute latency
      ok        memory     12.0 GiB available of 16.0
      ok        load       others keep 0.2 of 8 cores busy over 2 s
      ok        CPU steal  0.0 % over 2 s
      ok        fdatasync  p50 0.4, p99 2.0, max 3.0 ms over 400 writes of 8 kB
      ok        clock      tsc, steps of 40 ns, 60 ns a reading

    Versions
      node  26.10.0
      java  not there

    This machine can measure; what limits it is marked above."
  `)
})
