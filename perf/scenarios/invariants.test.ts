import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryFolder } from '../config.ts'
import { readInvariants } from '../measuring/generation/invariants.ts'
import type { Scenario } from './scenario.ts'

async function scenarios(): Promise<Scenario[]> {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.perf.ts'))
  const modules = files.map((file) => import(join(import.meta.dirname, file)))
  return (await Promise.all(modules)).map((loaded: { default: Scenario }) => loaded.default)
}

test('every invariant of the system is checked by a scenario, and no other is named', async () => {
  const named = new Set((await scenarios()).flatMap(({ invariants }) => invariants))
  const known = await readInvariants(repositoryFolder)
  expect([...named].toSorted()).toEqual([...known.keys()].toSorted())
})
