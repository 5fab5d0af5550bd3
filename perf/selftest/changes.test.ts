import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename, join, matchesGlob } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryFolder } from '../config.ts'
import { plantedChanges } from './changes.ts'
import { canGate } from './gate-names.ts'
import { patchesFolder, patchHash, patchPath, patchSuffix } from './patch-files.ts'

const names = plantedChanges.map(({ name }) => name)

test.each(names)('%s.patch applies to this checkout', (name) => {
  expect(whyStale(name), `${name}.patch is stale: make it anew against system/`).toBe('')
})

/** What git says against it; nothing when it applies. */
function whyStale(name: string): string {
  try {
    execFileSync('git', ['apply', '--check', patchPath(name)], {
      cwd: repositoryFolder,
      stdio: 'pipe',
    })
    return ''
  } catch (failure) {
    return String((failure as { stderr?: Buffer }).stderr)
  }
}

test('a patch that fits nothing is called stale', () => {
  expect(whyStale('../testdata/stale')).toMatch(/patch does not apply|No such file/)
})

test('every patch is described, and every description has a patch', () => {
  expect(readdirSync(patchesFolder).toSorted()).toEqual(
    names.map((name) => `${name}${patchSuffix}`).toSorted(),
  )
})

test('CPU per request is planted at 3, 5 and 10 %, and four changes are harmless', () => {
  expect(names).toEqual(expect.arrayContaining(['cpu-3', 'cpu-5', 'cpu-10']))
  expect(plantedChanges.filter(({ harmful }) => !harmful)).toHaveLength(4)
})

const known = readdirSync(join(repositoryFolder, 'perf/scenarios'))
  .filter((file) => file.endsWith('.perf.ts'))
  .map((file) => basename(file, '.perf.ts'))

test.each(plantedChanges)(
  '$name is shown by scenarios that are there, the control among them',
  (change) => {
    const scenarios = known.filter((name) => matchesGlob(name, change.scenarios))
    expect(scenarios).toContain('control')
    expect(scenarios.length).toBeGreaterThan(1)
    expect(change.harmful).toBe(change.gates.length > 0)
    expect(change.harmful).toBe(change.causes.length > 0)
  },
)

test.each(plantedChanges)('each gate of $name is one that can fail a run', ({ gates }) => {
  expect(gates.filter((gate) => !canGate(gate))).toEqual([])
})

test.each(['response.bytes', 'latencyMsP99', 'cpu', 'sql', 'sql.calls/total', ''])(
  '"%s" can fail no run',
  (name) => {
    expect(canGate(name)).toBe(false)
  },
)

test('no two changes are the same', () => {
  expect(new Set(names.map(patchHash)).size).toBe(names.length)
  expect(new Set(names).size).toBe(names.length)
})
