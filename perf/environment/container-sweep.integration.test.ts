import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectEngine, runLabel } from '../lifecycle/container-engine.ts'
import { startFixtureRun } from '../lifecycle/fixture-run.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { isContinuousIntegration } from './config.ts'
import { chooseImages } from './image-choice.ts'

const engine = (await connectEngine())?.container.dockerode
const engineExpected = engine !== undefined || isContinuousIntegration()

let state: string
beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), 'plumbline-containers-'))
})
afterEach(() => rmSync(state, { recursive: true, force: true }))

test.each(engineExpected ? ['Docker'] : [])(
  'after kill -9 a sweep removes the recorded and the labelled containers (%s), and no other',
  async () => {
    const recorded = await startContainer({})
    const stranger = await startContainer({ [runLabel]: '20200101000000-00000000' })
    using run = await startFixtureRun(['--state', state, '--container', recorded])
    const labelled = await startContainer({ [runLabel]: run.runId })
    try {
      await run.kill9()
      const report = await sweepDeadRuns(state)
      expect(report.swept[0]?.containers.toSorted()).toEqual(
        [recorded, labelled].map((id) => id.slice(0, 12)).toSorted(),
      )
      expect(report.swept[0]?.notRemoved).toEqual([])
      expect(await Promise.all([recorded, labelled, stranger].map(isThere))).toEqual([
        false,
        false,
        true,
      ])
    } finally {
      await engine?.getContainer(stranger).remove({ force: true, v: true })
    }
  },
)

async function startContainer(labels: Record<string, string>): Promise<string> {
  if (engine === undefined) throw new Error('no Docker engine answers, expected one in CI')
  const { redis } = await chooseImages(engine, { onProgress: () => {} })
  const container = await engine.createContainer({ Image: redis, Labels: labels })
  await container.start()
  return container.id
}

async function isThere(id: string): Promise<boolean> {
  const listed = await engine?.listContainers({ all: true, filters: { id: [id] } })
  return (listed ?? []).length > 0
}
