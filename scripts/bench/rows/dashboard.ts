import type { Browser, Page } from 'playwright-core'
import { processEnvironment, runConfig } from '../../../perf/config.ts'
import { openRunLedger } from '../../../perf/lifecycle/run-ledger.ts'
import { exact } from '../../../perf/report/numbers.ts'
import type { LoadFigures } from '../../../perf/shapes/document.ts'
import { load } from '../../../perf/shapes/loading.ts'
import { loadScenario } from '../../../perf/shapes/load-scenario.ts'
import { askOracles } from '../../../perf/shapes/oracles.ts'
import { planOf, steadySpan } from '../../../perf/shapes/plan.ts'
import { openRig, type Rig } from '../../../perf/shapes/rig.ts'
import { shapes } from '../../../perf/shapes/shapes.ts'
import { target } from '../../../perf/target/contract.ts'
import { figure, signInAs, waitForConnection } from '../../../system/dashboard/tests/sign-in.ts'
import { busyShare, collectComplaints, launchChromium } from '../../../system/testing/chromium.ts'
import { findBrowser } from '../../bootstrap/machine.mjs'
import { searchPath } from '../../testing/config.ts'
import type { Bench } from '../bench.ts'
import { atMost, below, type Figure, type RowOutcome } from '../figure.ts'
import type { BenchRow } from '../row.ts'
import { beginSetting } from '../setting.ts'
import { coreFigures, latencyFigures, lossFigures, rateFigures } from '../shape-figures.ts'

/**
 * What the live page takes of its own browser while a load goes on: the same load as of the other
 * rows.
 */
const paymentsPerSecond = 3_000
const acceptedShareLeast = 0.99
const defaultSeconds = 60

export const dashboard: BenchRow = {
  name: 'dashboard',
  title: `The live page at ${exact(paymentsPerSecond)} payments/s`,
  measure,
}

async function measure(bench: Bench): Promise<RowOutcome> {
  const executablePath = findBrowser(searchPath())
  if (executablePath === undefined) {
    const reason = 'no Chromium on PATH, expected one: `npm test` installs it'
    return { kind: 'not measured', reason }
  }
  const { services, durability, command } = bench.options
  const complete = await beginSetting(command)
  const config = runConfig({ services, durability }, processEnvironment)
  await using scope = bench.openScope()
  const { closing } = scope
  const ledger = closing.use(await openRunLedger(config.folders.runs))
  const rig = closing.use(await openRig({ config, ledger, say: bench.say, isInspected: false }))
  const browser = await launchChromium(executablePath)
  closing.defer(() => browser.close())
  const seconds = bench.options.seconds ?? defaultSeconds
  bench.say(`dashboard: ${seconds} s with the page open`)
  const { loaded, page } = await loadWatched(rig, browser, seconds, config.seed)
  bench.say('dashboard: asking the oracles')
  const scenario = await loadScenario('payments')
  const invariants = await askOracles(rig, scenario, config.repository)
  return {
    kind: 'measured',
    figures: [...pageFigures(page), ...loadFigures(loaded), ...lossFigures({ invariants })],
    remarks: [
      `Watched for ${Math.round(page.watchedMs / 1_000)} s of a load of ${seconds} s` +
        (seconds === defaultSeconds ? '' : `; the promise is for ${defaultSeconds} s`),
      ...page.complaints,
    ],
    ...invalidOf(loaded),
    setting: complete(rig.environment),
  }
}

function invalidOf({ generator: { saturated } }: LoadFigures): { readonly invalid?: string } {
  return saturated === null ? {} : { invalid: `the generator was the limit: ${saturated}` }
}

interface PageSeen {
  readonly busyShare: number
  readonly watchedMs: number
  /** As the page shows it. */
  readonly tps: string
  readonly elements: number
  readonly complaints: readonly string[]
}

/** Of the held part of the load; before its end the page is still under load for certain. */
const watchedShare = 0.8

async function loadWatched(rig: Rig, browser: Browser, seconds: number, seed: number) {
  const shape = shapes.load
  const level = { kind: 'rate', journeysPerSecond: paymentsPerSecond } as const
  const plan = planOf(shape, level, seconds * 1_000)
  const { fromMs, toMs } = steadySpan(plan)
  const held = Promise.withResolvers<void>()
  const page = await openPage(rig, browser)
  const complaints = collectComplaints(page)
  const loading = load({
    rig,
    scenario: await loadScenario('payments'),
    plan,
    seed,
    index: 0,
    intervalMs: shape.intervalMs,
    observeEveryMs: shape.sayEveryMs,
    readings: [],
    onStretch: ({ interval }) => {
      if (interval.toMs >= fromMs) held.resolve()
    },
  })
  // A load that fails before it is held has no page to look at.
  loading.catch(held.reject)
  const watchedMs = (toMs - fromMs) * watchedShare
  const watching = held.promise.then(async (): Promise<PageSeen> => ({
    busyShare: await busyShare(page, watchedMs),
    watchedMs,
    tps: await figure(page, 'tps'),
    elements: await page.locator('*').count(),
    complaints,
  }))
  const [{ figures }, seen] = await Promise.all([loading, watching])
  return { loaded: figures, page: seen }
}

async function openPage({ address, system }: Rig, browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  const page = await context.newPage()
  await page.goto(`${system.client.baseUrl}/dashboard/`)
  await signInAs(page, { token: address.token, tenant: target.tenant })
  await waitForConnection(page, 'live')
  return page
}

function pageFigures({ busyShare: share, tps, elements, complaints }: PageSeen): Figure[] {
  const shown = Number(tps.replaceAll(/[^0-9.]/g, ''))
  return [
    { what: 'main thread busy', value: 100 * share, unit: '%', target: below(30) },
    { what: 'payments/s that the page shows', value: shown, unit: '/s' },
    { what: 'elements of the page', value: elements, unit: '', target: below(3_000) },
    { what: 'complaints of the page', value: complaints.length, unit: '', target: atMost(0) },
  ]
}

function loadFigures({ steady, whole, cores }: LoadFigures): Figure[] {
  const { p50, p99 } = latencyFigures(steady)
  // What the page takes while little is paid proves nothing.
  const rates = rateFigures(steady, acceptedShareLeast * paymentsPerSecond)
  return [...rates, p50, p99, ...coreFigures(cores, whole)]
}
