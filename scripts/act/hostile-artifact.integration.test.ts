import { describe, expect, test } from 'vitest'
import { acquitted, slowerResult } from '../../perf/commands/testing.ts'
import { fixtures } from '../../perf/report/fixtures.ts'
import { renderJson } from '../../perf/report/json.ts'
import {
  headSha,
  openStage,
  otherSha,
  type Stage,
  uploadResult,
  uploadText,
} from './comment-harness.ts'
import { addArtifact } from './github-state.ts'
import { createZip, deflatedZeros, type ZipEntry } from './zip.ts'

const mebibyte = 1024 ** 2

/** The pull request is told, the caller gets a failure to exit with, nobody else is touched. */
async function expectRefused(stage: Stage, reason: RegExp): Promise<void> {
  const outcome = await stage.comment()
  expect(outcome).toMatchObject({ kind: 'published', pullRequest: 7, artifact: 'refused' })
  expect(outcome).toMatchObject({
    problem: { code: 'input', message: expect.stringMatching(reason) },
  })
  expect(stage.state.comments).toHaveLength(1)
  expect(stage.state.comments[0]?.body).toContain('no usable result')
  expect(stage.state.comments[0]?.body).not.toContain('<script')
}

function uploadZip(stage: Stage, ...entries: ZipEntry[]): void {
  addArtifact(stage.state, { run: 100, content: createZip(entries) })
}

/** Peak memory of this process, which only ever grows. */
function peakMebibytes(): number {
  return process.resourceUsage().maxRSS / 1024
}

describe('a hostile artifact is refused', () => {
  test('when it is not JSON', async () => {
    await using stage = await openStage()
    uploadText(stage, 100, '{"schema": "<script>evil()</script>')
    await expectRefused(stage, /JSON/)
  })

  test('when it is another document', async () => {
    await using stage = await openStage()
    uploadText(stage, 100, JSON.stringify({ schema: 'plumbline/result@1', outcome: 'evil' }))
    await expectRefused(stage, /not a valid result/)
  })

  test('when it is not a zip', async () => {
    await using stage = await openStage()
    addArtifact(stage.state, { run: 100, content: Buffer.from('evil'.repeat(100)) })
    await expectRefused(stage, /damaged or unsafe/)
  })

  test('when it inflates to 1 GB, declared or not, and no memory is spent on it', async () => {
    const data = deflatedZeros(1_024)
    expect(data.length).toBeLessThan(4 * mebibyte)
    for (const declaredBytes of [1_024 * mebibyte, 1_000, 16 * mebibyte]) {
      await using stage = await openStage()
      uploadZip(stage, { name: 'result.json', data, deflated: true, declaredBytes })
      const before = peakMebibytes()
      await expectRefused(stage, /expected at most|damaged or unsafe/)
      expect(peakMebibytes() - before).toBeLessThan(64)
    }
  })

  test('when the archive itself is large, whatever size the listing names', async () => {
    for (const listed of [undefined, 1_000]) {
      await using stage = await openStage()
      addArtifact(stage.state, {
        run: 100,
        content: Buffer.alloc(5 * mebibyte),
        ...(listed === undefined ? {} : { size_in_bytes: listed }),
      })
      await expectRefused(stage, /archive has \d+ bytes/)
    }
  })

  test('when an entry would leave the folder, or is not the one that is expected', async () => {
    const document = Buffer.from(renderJson(fixtures.calm))
    const evil = { name: 'evil.sh', data: Buffer.from('evil') }
    const names = [
      '../result.json',
      '/etc/evil',
      'a/../../evil',
      'C:\\evil',
      'package.json',
      'x\\result.json',
    ]
    for (const name of names) {
      await using stage = await openStage()
      uploadZip(stage, { name, data: document })
      await expectRefused(stage, /artifact archive/)
    }
    await using stage = await openStage()
    uploadZip(stage, { name: 'result.json', data: document }, evil)
    await expectRefused(stage, /has 2 entries/)
  })
})

describe('a hostile document is defused', () => {
  test('its pull request number, head and run count for nothing', async () => {
    await using stage = await openStage()
    const forged = {
      ...fixtures.calm,
      head: { ...fixtures.calm.head, commit: otherSha },
      runId: '999.9',
    }
    uploadText(
      stage,
      100,
      JSON.stringify({ ...forged, pullRequest: 1, number: 1, headSha: otherSha }),
    )
    expect(await stage.comment()).toMatchObject({ pullRequest: 7 })
    expect(stage.state.comments.map((comment) => comment.issue_number)).toEqual([7])
    expect(stage.state.comments[0]?.body).toMatch(
      new RegExp(`^<!-- plumbline head=${headSha} run=100\\.1 -->`),
    )
  })

  test('markdown, HTML, mentions and links arrive as text', async () => {
    await using stage = await openStage()
    const fingerprint = { ...fixtures.hostile.fingerprint, lane: 'local-2cpu' }
    uploadResult(stage, 100, { ...fixtures.hostile, fingerprint })
    await stage.comment()
    const body = stage.state.comments[0]?.body ?? ''
    expect(body).toContain('alert')
    const outsideCode = body.replaceAll(/(`+)[^`][^]*?\1/g, '')
    expect(outsideCode).not.toMatch(/<(?!\/?(details|summary|code)\b|!-- plumbline head=3f8a)/)
    expect(outsideCode).not.toMatch(
      /@(octocat|org)|\]\((?!https:\/\/github\.com\/acme)|https:\/\/evil|www\.evil/,
    )
    expect(Buffer.byteLength(body)).toBeLessThan(60_001)
  })

  test('a claimed pass does not hide measured regressions', async () => {
    await using stage = await openStage()
    uploadResult(stage, 100, acquitted(slowerResult()))
    expect(await stage.comment()).toMatchObject({ outcome: 'regressed' })
  })
})
