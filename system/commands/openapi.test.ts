import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openapiFile } from '../platform/http/openapi.ts'
import { generateOpenapi } from './openapi.ts'

test('openapi.json is what the routes say; `node system/main.ts openapi` writes it anew', async () => {
  expect(await readFile(openapiFile, 'utf8')).toBe(await generateOpenapi())
})

test('every call says what it is for, its success and its problems', async () => {
  const { paths } = JSON.parse(await generateOpenapi()) as {
    paths: Record<string, Record<string, { summary?: string; responses: object }>>
  }
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  expect(operations.length).toBeGreaterThan(3)
  for (const { summary, responses } of operations) {
    expect(summary).toEqual(expect.any(String))
    expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true)
    expect(Object.keys(responses)).toContain('401')
  }
})
