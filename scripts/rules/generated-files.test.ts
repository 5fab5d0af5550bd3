import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateOpenapi } from '../../system/commands/openapi.ts'
import { completeLock, type Lock } from './complete-lock.ts'
import { root } from './repository.ts'

/** A generated file that is committed must be what its generator writes today. */
const stored = (path: string): string => readFileSync(join(root, path), 'utf8')

test('system/openapi.json is fresh', async () => {
  expect(
    stored('system/openapi.json') === (await generateOpenapi()),
    'system/openapi.json is stale: run node_modules/.bin/node system/main.ts openapi',
  ).toBe(true)
})

test('package-lock.json is as complete-lock.ts leaves it', () => {
  const lock = JSON.parse(stored('package-lock.json')) as Lock
  expect(
    Object.keys(lock.packages).toSorted(),
    'package-lock.json is incomplete: run node_modules/.bin/node scripts/rules/complete-lock.ts',
  ).toEqual(Object.keys(completeLock(lock).packages).toSorted())
})
