import { describe, expect, test } from 'vitest'
import { calmResult, slowerResult } from '../../perf/commands/testing.ts'
import { fixtures } from '../../perf/report/fixtures.ts'
import type { RunResult } from '../../perf/result/document.ts'
import { openStage, type Stage, uploadResult, uploadText } from './comment-harness.ts'

describe('the results of several groups', () => {
  const groups = [
    { name: 'main', scenarios: ['payments'] },
    { name: 'interbank', scenarios: ['fx'] },
  ]
  const fx = (result: RunResult): RunResult => ({
    ...result,
    scenarios: result.scenarios.map((scenario) => ({ ...scenario, name: 'fx' })),
  })
  const uploadFx = (stage: Stage, result: RunResult, attempt = 1) =>
    uploadResult(stage, 100, fx(result), { group: 'interbank', attempt })
  const bodyOf = (stage: Stage) => stage.state.comments[0]?.body ?? ''

  test('are one comment, whose headline is of the worst', async () => {
    await using stage = await openStage({}, groups)
    uploadResult(stage, 100, calmResult())
    uploadFx(stage, slowerResult())
    expect(await stage.comment({ conclusion: 'failure' })).toMatchObject({
      artifact: 'accepted',
      outcome: 'regressed',
    })
    expect(stage.state.comments).toHaveLength(1)
    expect(bodyOf(stage).split('\n')[1]).toMatch(/^### 🔴 Slower: fx /)
    expect(bodyOf(stage)).toContain('main passed, interbank regressed')
  })

  test('pass only together: one that is missing is named, and told as not measured', async () => {
    await using stage = await openStage({}, groups)
    uploadResult(stage, 100, calmResult())
    expect(await stage.comment({ conclusion: 'failure' })).toMatchObject({
      artifact: 'absent',
      outcome: 'invalid',
      problem: { message: 'group interbank left no result: nobody measured fx' },
    })
    expect(bodyOf(stage)).toMatch(/\n### 🟡 Could not measure: group interbank left no result/)
    expect(bodyOf(stage)).toContain('**payments**')
  })

  test('of which one is hostile keep the others, and the caller gets a failure', async () => {
    await using stage = await openStage({}, groups)
    uploadResult(stage, 100, slowerResult())
    uploadText(stage, 100, '{"schema": "<script>evil()</script>', { group: 'interbank' })
    expect(await stage.comment()).toMatchObject({
      artifact: 'refused',
      outcome: 'regressed',
      problem: { code: 'input', message: expect.stringContaining('JSON') },
    })
    expect(bodyOf(stage)).toMatch(/### 🔴 .*Not measured: group interbank: its result was refused/)
    expect(bodyOf(stage)).not.toContain('<script')
  })

  test('of two bases are no answer to one question: nothing of them is told', async () => {
    await using stage = await openStage({}, groups)
    uploadResult(stage, 100, calmResult())
    const other = calmResult()
    uploadFx(stage, { ...other, base: { ...other.base, commit: 'f'.repeat(40) } })
    expect(await stage.comment()).toMatchObject({ artifact: 'refused', outcome: undefined })
    expect(bodyOf(stage)).toMatch(/no usable result\n\ngroup interbank has base .*, expected/)
  })

  test('are the newest of each group: an attempt runs again only what failed', async () => {
    await using stage = await openStage({}, groups)
    uploadResult(stage, 100, calmResult())
    uploadFx(stage, slowerResult())
    uploadFx(stage, calmResult(), 2)
    uploadFx(stage, slowerResult(), 3)
    expect(await stage.comment({ attempt: 2 })).toMatchObject({ outcome: 'passed' })
    expect(await stage.comment({ attempt: 3 })).toMatchObject({ outcome: 'regressed' })
  })

  test('that all passed in a run that failed are not all of it', async () => {
    await using stage = await openStage({}, groups)
    uploadResult(stage, 100, calmResult())
    uploadFx(stage, calmResult())
    expect(await stage.comment({ conclusion: 'failure' })).toMatchObject({ outcome: 'invalid' })
    expect(bodyOf(stage)).toContain('Could not measure: the run ended as failure')
  })

  test('may be of a group that only the pull request knows, and of scenarios that it moved', async () => {
    await using stage = await openStage({}, groups)
    const both = calmResult()
    uploadResult(stage, 100, { ...both, scenarios: [...both.scenarios, ...fx(both).scenarios] })
    uploadResult(
      stage,
      100,
      { ...both, scenarios: fx(both).scenarios.map((each) => ({ ...each, name: 'mine' })) },
      { group: 'own' },
    )
    expect(await stage.comment()).toMatchObject({ artifact: 'accepted', outcome: 'passed' })
    expect(bodyOf(stage)).toContain('main passed, own passed')
  })

  test('of more groups than there can be are refused before any is read', async () => {
    await using stage = await openStage({}, groups)
    for (let index = 0; index < 9; index += 1) {
      uploadResult(stage, 100, calmResult(), { group: `g${index}` })
    }
    expect(await stage.comment()).toMatchObject({
      artifact: 'refused',
      problem: { message: 'run 100 uploaded results of 9 groups, expected at most 8' },
    })
    expect(stage.state.requests.filter((line) => line.includes('/download/'))).toEqual([])
  })

  test('that are joined already are refused', async () => {
    await using stage = await openStage({}, groups)
    uploadResult(stage, 100, fixtures.joined)
    expect(await stage.comment()).toMatchObject({
      artifact: 'refused',
      problem: { message: expect.stringContaining('is joined already') },
    })
  })
})
