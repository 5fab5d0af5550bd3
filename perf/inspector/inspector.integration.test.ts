import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cpuProfile } from './cpu-profile.ts'
import { type Inspector, openInspector } from './inspector.ts'
import { type InspectedFixture, startInspected } from './testing.ts'

let fixture: InspectedFixture
let inspector: Inspector

beforeAll(async () => {
  fixture = await startInspected('becomes-itself-again.ts')
  inspector = fixture.inspector
})

afterAll(() => fixture[Symbol.asyncDispose]())

async function fixtureCoverage() {
  const scripts = await inspector.takePreciseCoverage()
  return scripts.find(({ url }) => url.endsWith('becomes-itself-again.ts'))
}

describe('an inspected process that has replaced itself', () => {
  it('evaluates, awaits promises, and says what an expression throws', async () => {
    expect(await inspector.evaluate('process.execArgv[0]')).toBe('--max-semi-space-size=8')
    expect(await inspector.evaluate('Promise.resolve({ a: [1] })')).toEqual({ a: [1] })
    await expect(inspector.evaluate('(() => { throw new Error("boom") })()')).rejects.toThrow(
      'could not evaluate: Error: boom',
    )
  })

  it('counts calls and the rounds of a loop that was compiled before', async () => {
    await inspector.startPreciseCoverage()
    await inspector.evaluate('loop({ rounds: 7 }) + loop({ rounds: 3 })')
    const coverage = await fixtureCoverage()
    const loop = coverage?.functions.find(({ functionName }) => functionName === 'loop')
    expect(loop?.isBlockCoverage).toBe(true)
    expect(loop?.ranges.map(({ count }) => count)).toEqual([2, 10])
  })

  it('gives the text of a function where its coverage says it stands, its types blanked out', async () => {
    await inspector.evaluate('loop({ rounds: 1 })')
    const coverage = await fixtureCoverage()
    const loop = coverage?.functions.find(({ functionName }) => functionName === 'loop')
    const source = await inspector.scriptSource(coverage?.scriptId ?? '')
    const text = source.slice(loop?.ranges[0]?.startOffset, loop?.ranges[0]?.endOffset)
    expect(text).toMatch(/^function loop\(\{ rounds \} +\) +\{\n[^]*return sum\n\}$/)
  })

  it('is profiled while it works', async () => {
    const profile = await cpuProfile(
      inspector,
      () => inspector.evaluate('loop({ rounds: 20000 })'),
      200,
    )
    const names = profile.nodes.map(({ callFrame }) => callFrame.functionName)
    expect(names).toContain('loop')
    expect(profile.samples?.length).toBeGreaterThan(10)
  })
})

describe('an inspector', () => {
  it('of another process than the one that was started is refused', async () => {
    await expect(
      openInspector({ host: '127.0.0.1', port: fixture.inspectorPort, pid: 1 }),
    ).rejects.toThrow(`is of process ${fixture.child.pid}, expected 1`)
  })

  it('that the process takes with it fails the calls under way', async () => {
    setImmediate(() => fixture.child.kill('SIGKILL'))
    await expect(
      inspector.evaluate('new Promise((done) => setTimeout(done, 60_000))'),
    ).rejects.toThrow('hung up, expected an answer to Runtime.evaluate')
    await expect(inspector.evaluate('1')).rejects.toThrow('has hung up')
  })
})
