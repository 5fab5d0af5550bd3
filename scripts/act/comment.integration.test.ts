import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { KnownFailure } from '../../perf/errors.ts'
import { marker } from '../../perf/report/marker.ts'
import { calmResult } from '../../perf/commands/testing.ts'
import { headSha, openStage, otherSha, pullRequest, uploadResult } from './comment-harness.ts'
import { addComment } from './github-state.ts'

const ours = 'github-actions[bot]'
const ourMarker = (runId: string, head = headSha) => marker({ headSha: head, runId })

describe('the comment of a pull request', () => {
  test('is created with the marker first and the regression on top', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    expect(await stage.comment()).toMatchObject({
      kind: 'published',
      action: 'created',
      pullRequest: 7,
      outcome: 'regressed',
      problem: undefined,
    })
    const [comment] = stage.state.comments
    expect(comment?.body.split('\n')[0]).toBe(ourMarker('100.1'))
    expect(comment?.body.split('\n')[1]).toMatch(/^### 🔴 .*[Cc]PU/)
    expect(await readdir(stage.folder)).toEqual(['event.json'])
  })

  test('is updated by a second run, in place', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    await stage.comment()
    uploadResult(stage, 101, calmResult())
    expect(await stage.comment({ runId: 101 })).toMatchObject({
      action: 'updated',
      outcome: 'passed',
      duplicatesRemoved: 0,
    })
    expect(stage.state.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      ourMarker('101.1'),
    ])
  })

  test('is found on the third page and only by its author', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    for (let index = 0; index < 230; index += 1) addComment(stage.state, 7, 'reader', 'me too')
    const forged = addComment(stage.state, 7, 'forger', `${ourMarker('999.1')}\nnot ours`)
    const quoted = addComment(stage.state, 7, ours, `see ${ourMarker('999.1')}`)
    const own = addComment(stage.state, 7, ours, `${ourMarker('99.1')}\nold`)
    expect(await stage.comment()).toMatchObject({ action: 'updated' })
    expect(own.body).toContain(ourMarker('100.1'))
    expect(forged.body).toContain('not ours')
    expect(quoted.body).toMatch(/^see/)
    expect(stage.state.requests.filter((line) => /comments\?.*page=3/.test(line))).toHaveLength(1)
  })

  test('is one again after two were written', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    addComment(stage.state, 7, ours, `${ourMarker('98.1')}\nfirst`)
    addComment(stage.state, 7, ours, `${ourMarker('99.1')}\nsecond`)
    expect(await stage.comment()).toMatchObject({ action: 'updated', duplicatesRemoved: 1 })
    expect(stage.state.comments).toHaveLength(1)
    expect(stage.state.comments[0]?.body).toContain(ourMarker('100.1'))
  })

  test('says so when the pull request changes what it is judged by', async () => {
    await using stage = await openStage({
      files: ['baselines/local-2cpu/payments.json', 'README.md'],
    })
    uploadResult(stage, 100)
    await stage.comment()
    expect(stage.state.comments[0]?.body).toContain('changes what it is judged by')
    expect(stage.state.comments[0]?.body).toContain('baselines/local-2cpu/payments.json')
  })

  test('says so when the run left no result', async () => {
    await using stage = await openStage()
    const outcome = await stage.comment({ conclusion: 'failure' })
    expect(outcome).toMatchObject({ kind: 'published', artifact: 'absent', outcome: undefined })
    expect(outcome).toMatchObject({ problem: { code: 'input' } })
    expect(stage.state.comments[0]?.body).toContain('no usable result')
  })
})

describe('whose comment it is', () => {
  test('a fork is found by owner and branch, though the event lists no pull request', async () => {
    const fork = { full_name: 'stranger/shop', owner: { login: 'stranger' } }
    await using stage = await openStage({ head: { ref: 'patch-1', sha: headSha, repo: fork } })
    // The same branch name, from another fork of the same owner and from the repository itself.
    stage.state.pulls.push(
      pullRequest({ number: 8, head: { ref: 'patch-1', sha: headSha, repo: null } }),
      pullRequest({
        number: 9,
        head: { ref: 'patch-1', sha: headSha, repo: pullRequest().head.repo },
      }),
    )
    uploadResult(stage, 100)
    const event = { branch: 'patch-1', headRepository: 'stranger/shop' }
    expect(await stage.comment(event)).toMatchObject({ action: 'created', pullRequest: 7 })
    expect(stage.state.comments[0]?.issue_number).toBe(7)
  })

  test('two bases for one head: the event decides, and without it nothing is written', async () => {
    await using stage = await openStage()
    stage.state.pulls.push(pullRequest({ number: 8, base: { ref: 'release' } }))
    uploadResult(stage, 100)
    expect(await stage.comment()).toMatchObject({ kind: 'skipped', reason: 'ambiguous' })
    expect(await stage.comment({ pullRequests: [8] })).toMatchObject({ pullRequest: 8 })
  })

  test('a closed pull request gets none', async () => {
    await using stage = await openStage({ state: 'closed' })
    uploadResult(stage, 100)
    expect(await stage.comment()).toMatchObject({ reason: 'no-open-pull-request' })
    expect(stage.state.comments).toEqual([])
  })

  test('a run that was pushed or cancelled writes nothing and asks for nothing', async () => {
    await using stage = await openStage()
    expect(await stage.comment({ trigger: 'push' })).toMatchObject({ reason: 'not-a-pull-request' })
    expect(await stage.comment({ conclusion: 'cancelled' })).toMatchObject({ reason: 'cancelled' })
    expect(stage.state.requests).toEqual([])
  })
})

describe('a stale run', () => {
  test('whose head was replaced writes nothing', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    expect(await stage.comment({ headSha: otherSha })).toMatchObject({ reason: 'stale' })
    expect(stage.state.comments).toEqual([])
  })

  test('whose head is replaced while it reads the artifact writes nothing', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    const pull = stage.state.pulls[0]
    if (pull === undefined) throw new Error('expected a pull request')
    stage.state.onRequest = (line) => {
      if (line.startsWith('GET /download/')) pull.head.sha = otherSha
    }
    expect(await stage.comment()).toMatchObject({ reason: 'stale' })
    expect(stage.state.comments).toEqual([])
  })

  test('leaves the comment of a newer run, or of a newer attempt, alone', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    const own = addComment(stage.state, 7, ours, `${ourMarker('100.2')}\nnewer`)
    expect(await stage.comment()).toMatchObject({ reason: 'newer-run' })
    own.body = `${ourMarker('101.1')}\nnewer`
    expect(await stage.comment({ attempt: 3 })).toMatchObject({ reason: 'newer-run' })
    expect(own.body).toContain('newer')
  })
})

describe('a GitHub that refuses', () => {
  test('with 403 is a failure that names the permission', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    stage.state.faults.push({ method: 'POST', path: /comments$/, status: 403, times: 99 })
    const failure = await stage.comment().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(KnownFailure)
    expect(failure).toMatchObject({
      code: 'github',
      message: expect.stringMatching(/refused to create the comment: 403 .*expected a token/),
      remedy: expect.stringContaining('permissions'),
    })
    expect(stage.state.requests.filter((line) => line.startsWith('POST'))).toHaveLength(1)
  })

  test('with 422 is a failure that quotes the reason and is not repeated', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    addComment(stage.state, 7, ours, `${ourMarker('99.1')}\nold`)
    stage.state.faults.push({ method: 'PATCH', path: /comments/, status: 422, times: 99 })
    await expect(stage.comment()).rejects.toMatchObject({
      code: 'github',
      message: expect.stringContaining('refused to update the comment: 422 injected 422'),
    })
    expect(stage.state.requests.filter((line) => line.startsWith('PATCH'))).toHaveLength(1)
  })

  test('with 5xx is asked again, on every kind of request', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    addComment(stage.state, 7, ours, `${ourMarker('98.1')}\nfirst`)
    addComment(stage.state, 7, ours, `${ourMarker('99.1')}\nsecond`)
    stage.state.faults.push(
      { method: 'GET', path: /pulls$/, status: 502, times: 1 },
      { method: 'GET', path: /artifacts$/, status: 500, times: 2 },
      { method: 'GET', path: /^\/download/, status: 503, times: 1 },
      { method: 'DELETE', path: /comments/, status: 502, times: 1, applied: true },
      { method: 'PATCH', path: /comments/, status: 503, times: 1, headers: { 'retry-after': '1' } },
    )
    expect(await stage.comment()).toMatchObject({ action: 'updated', duplicatesRemoved: 1 })
    expect(stage.state.faults.map(({ times }) => times)).toEqual([0, 0, 0, 0, 0])
    expect(stage.state.comments).toHaveLength(1)
  })

  test('with 5xx for good is a failure after the last attempt', async () => {
    await using stage = await openStage()
    stage.state.faults.push({ method: 'GET', path: /pulls$/, status: 502, times: 99 })
    await expect(stage.comment()).rejects.toMatchObject({
      code: 'github',
      remedy: 're-run the job',
    })
    expect(stage.state.requests).toHaveLength(3)
  })

  test('with a lost answer to the creation does not make a second comment', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    stage.state.faults.push({
      method: 'POST',
      path: /comments$/,
      status: 502,
      times: 1,
      applied: true,
    })
    expect(await stage.comment()).toMatchObject({ action: 'created' })
    expect(stage.state.comments).toHaveLength(1)
  })

  test('by rate limit is waited for when the wait is short, and a failure when it is long', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100)
    const limited = { method: 'POST', path: /comments$/, status: 403 }
    stage.state.faults.push({ ...limited, times: 1, headers: { 'retry-after': '0' } })
    expect(await stage.comment()).toMatchObject({ action: 'created' })
    stage.state.comments.length = 0
    stage.state.faults.push({ ...limited, times: 99, headers: { 'retry-after': '3600' } })
    await expect(stage.comment()).rejects.toMatchObject({
      code: 'github',
      message: expect.stringContaining('rate limit'),
    })
  })
})
