import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { baselineVerify } from './baseline.ts'

/** A folder of baselines with as many files in one lane, none of which is one. */
function withStrays(count: number, act: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'baselines-'))
  try {
    for (let index = 0; index < count; index += 1) writeFileSync(join(folder, `stray-${index}`), '')
    mkdirSync(join(folder, 'lane'))
    act(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('one stored baseline that is not in order is spoken of as one', () => {
  withStrays(1, (folder) => {
    expect(() => baselineVerify(folder)).toThrow(/^1 stored baseline is not in order:\n.*stray-0/)
  })
  withStrays(2, (folder) => {
    expect(() => baselineVerify(folder)).toThrow(/^2 stored baselines are not in order:\n/)
  })
  withStrays(0, (folder) => {
    expect(baselineVerify(folder)).toBe('0 stored baselines are in order')
  })
})
