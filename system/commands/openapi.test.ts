import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openapiFile } from '../platform/http/openapi.ts'
import { generateOpenapi } from './openapi.ts'

test('openapi.json is what the routes say; `node system/main.ts openapi` writes it anew', async () => {
  expect(await readFile(openapiFile, 'utf8')).toBe(await generateOpenapi())
})

interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly requestBody?: object
  readonly parameters?: readonly { readonly in: string }[]
  readonly responses: object
}

async function operations(): Promise<readonly Operation[]> {
  const { paths } = JSON.parse(await generateOpenapi()) as {
    paths: Record<string, Record<string, Operation>>
  }
  return Object.values(paths).flatMap((path) => Object.values(path))
}

test('every call has a name of its own, and says what it is for, its success and its problems', async () => {
  const all = await operations()
  expect(all.length).toBeGreaterThan(3)
  expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length)
  for (const { operationId, summary, responses } of all) {
    expect(operationId).toEqual(expect.any(String))
    expect(summary).toEqual(expect.any(String))
    expect(Object.keys(responses).some((status) => status.startsWith('2'))).toBe(true)
    expect(Object.keys(responses)).toContain('401')
  }
})

test('a call with a body can refuse it, and one for a thing by its id may not find it', async () => {
  for (const { operationId, requestBody, parameters = [], responses } of await operations()) {
    const ofBody = requestBody === undefined ? [] : ['413', '415', '422']
    const ofPath = parameters.some((parameter) => parameter.in === 'path') ? ['404'] : []
    const expected = expect.arrayContaining([...ofBody, ...ofPath])
    expect(Object.keys(responses), operationId).toEqual(expected)
  }
})

test('a caller is told to name its tenant beside its token', async () => {
  const { components, security } = JSON.parse(await generateOpenapi()) as {
    components: { securitySchemes: Record<string, object> }
    security: readonly Record<string, readonly string[]>[]
  }
  expect(security).toEqual([{ bearer: [], tenant: [] }])
  expect(components.securitySchemes['tenant']).toEqual({
    type: 'apiKey',
    in: 'header',
    name: 'X-Tenant-Id',
  })
})
