import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { repositoryFolder, runConfig } from '../../config.ts'
import { explain } from '../../explain/explain.ts'
import { openRunLedger } from '../../lifecycle/run-ledger.ts'
import type { Cause } from '../../result/evidence.ts'
import type { JourneyScenario } from '../../scenarios/scenario.ts'
import { openSession } from '../../session/open-session.ts'
import { resolveRequest } from '../../session/resolve-request.ts'
import { changedLines } from '../../target/changed-lines.ts'
import { fixtureRepository } from '../../testing/fixture-repository.ts'
import { stateFolder } from '../../testing/state-folder.ts'
import { journeyKind } from '../kinds/journey-kind.ts'
import { type InspectionEvidence, inspectArms } from './profile-pass.ts'
import { openWorkbench } from '../workbench.ts'

const services = inject('services')
const running = new AsyncDisposableStack()
let evidence: InspectionEvidence = {}
let causes: Cause[] = []

const busy = `    const until = performance.now() + 1
    while (performance.now() < until) {
      Math.sqrt(until)
    }
`
const firstLineOfPay = '    const recent = this.#recent.get(tenant, key)\n'
const serviceFile = 'system/modules/payments/service.ts'
const migration = 'system/migrations/9001-planted.sql'

beforeAll(async () => {
  const repository = running.use(fixtureRepository())
  const state = running.use(stateFolder())
  repository.replace(serviceFile, firstLineOfPay, busy + firstLineOfPay)
  repository.write(migration, 'alter table payment drop constraint payment_pkey;\n')
  const flags = {
    services: 'external',
    out: join(state.cache, 'out'),
    'postgres-url': services.postgresAdminUrl,
    'redis-url': services.redisUrl,
    'kafka-brokers': services.kafkaBrokers.join(','),
  }
  const config = { ...runConfig(flags, {}), repository: repository.folder }
  const progress = { phase: () => {}, note: () => {} }
  const revisions = await resolveRequest(config, progress)
  const ledger = running.use(await openRunLedger(join(state.cache, 'runs')))
  const opened = running.use(await openSession({ config, revisions, ledger, progress }))
  const bench = running.use(await openWorkbench(opened.session))
  const file = join(repositoryFolder, 'perf/scenarios/payments.perf.ts')
  const { default: scenario } = (await import(file)) as { default: JourneyScenario }
  evidence = await inspectArms(bench, 'payments', journeyKind(bench, scenario, file, undefined))
  const changed = await changedLines(repository.folder, opened.revisions)
  causes = explain({
    scenario: { metrics: [regressed], counters: [], evidence },
    changedLines: changed,
  })
}, 180_000)

afterAll(() => running.disposeAsync())

const regressed = {
  id: 'throughputPerSecond',
  title: '',
  unit: '',
  better: 'higher',
  role: 'gate',
  base: null,
  head: null,
  change: null,
  stored: null,
  verdict: { kind: 'regressed', effect: 0.4, pValue: 0.004 },
} as const

describe('both arms under load, seen from inside', () => {
  it('the function that got slower is known with its place, and so is the rest of its stack', () => {
    const { profiles } = evidence
    const pay = profiles?.flame.frames.findIndex(
      (frame) => frame.function === 'pay' && frame.file === serviceFile,
    )
    const charged = (profiles?.flame.stacks ?? []).filter(({ frames }) =>
      frames.includes(pay ?? -1),
    )
    const added = charged.reduce((sum, { baseUs, headUs }) => sum + headUs - baseUs, 0)
    // 1,000 us by the wall clock, less what a neighbour on the machine takes of it.
    expect(added).toBeGreaterThan(250)
    expect(profiles?.flame.frames[pay ?? -1]?.lastLine).toBeGreaterThan(60)
  })

  it('a dropped index shows in the schema and as a changed plan, with both plans', () => {
    expect(evidence.schema).toMatchObject([{ kind: 'index', name: 'payment_pkey', head: null }])
    const plan = evidence.plans?.find(({ changed }) => changed)
    expect(plan?.base).toContain('payment_pkey')
    expect(plan?.head).toContain('Seq Scan on payment')
  })

  it('statements, waits and resources of both arms are there', () => {
    const batch = evidence.statements?.find(({ statement }) => statement.includes('into payment'))
    // Batches form under load: far fewer than one statement per payment.
    expect(batch?.base?.calls).toBeLessThan(0.8)
    for (const waits of [evidence.waits?.base, evidence.waits?.head]) {
      expect(waits?.gcUsPerOp).toBeGreaterThan(0)
      const names = waits?.resources.map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(['event loop', 'database pool', 'machine CPU']))
    }
  })

  it('both planted causes are stated, in the lines that the change touched', () => {
    const stated = causes.map(({ kind, place, touched }) => [kind, place?.file, touched])
    expect(stated).toContainEqual(['plan', migration, true])
    expect(stated).toContainEqual(['function', serviceFile, true])
  })
})
