import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Compile } from 'typebox/schema'
import { describe, expect, test } from 'vitest'
import { repositoryFolder } from '../config.ts'
import type { Journey } from '../load/journey.ts'
import { seededRandom } from '../load/random.ts'
import { scenarioNames } from '../session/run-scenarios.ts'
import { target } from '../target/contract.ts'
import type { TargetClient } from '../target/client.ts'
import control from './control.perf.ts'
import fx from './fx.perf.ts'
import netting from './netting.perf.ts'
import exported from './export.perf.ts'
import payments from './payments.perf.ts'
import realtime from './realtime.perf.ts'
import reconciliation from './reconciliation.perf.ts'

/**
 * Every request that a scenario sends is one that the system's own document describes: a scenario
 * that drifts from it would measure how fast the system says no.
 */
interface Operation {
  readonly operationId?: string
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> }
  readonly responses: Readonly<Record<string, unknown>>
}

interface Request {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly statuses: readonly number[]
}

const document = JSON.parse(readFileSync(join(repositoryFolder, target.openApiFile), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

function operationOf({ method, path }: Request): Operation | undefined {
  const [plain = ''] = path.split('?')
  const named = method.toLowerCase()
  // `/payments/bulk` is `/payments/{id}`, too, but not for the same methods.
  const found = Object.entries(document.paths).find(
    ([template, operations]) =>
      operations[named] !== undefined &&
      new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(plain),
  )
  return found?.[1][named]
}

function faultOf(request: Request): string | undefined {
  const { method, path, body, statuses } = request
  const operation = operationOf(request)
  if (operation === undefined) return `${method} ${path} is not in the document`
  const unknown = statuses.find((status) => operation.responses[status] === undefined)
  if (unknown !== undefined) return `${method} ${path}: status ${unknown} is not in the document`
  const schema = operation.requestBody?.content['application/json']?.schema
  if (schema === undefined)
    return body === undefined ? undefined : `${method} ${path} takes no body`
  const [valid, errors] = Compile(schema).Errors(body)
  return valid ? undefined : `${method} ${path}: ${errors[0]?.instancePath} ${errors[0]?.message}`
}

const journeysTried = 200

/** Answers are not read: a state holds what the last step left in it, or a name in its place. */
function requestsOf(journey: Journey): Request[] {
  return Array.from({ length: journeysTried }, (_, sequence) => {
    const state = journey.start(seededRandom(sequence), sequence, 1)
    return journey.steps.map((step) => ({
      method: step.method,
      path: step.path(state),
      body: step.body?.(state),
      statuses: step.expectStatus,
    }))
  }).flat()
}

async function requestsOfBatch(run: typeof reconciliation.run): Promise<Request[]> {
  const sent: Request[] = []
  const client = {
    events: async () => ({ waitFor: async () => ({ type: 'reconciliation_completed' }) }),
    post: async (path: string, body: unknown) => {
      sent.push({ method: 'POST', path, body, statuses: [202] })
      return { status: 202, body: { jobId: 'job' } }
    },
  } as unknown as TargetClient
  await run(client, 0)
  return sent
}

/**
 * Which statuses the batch expects is in its own hands; these are what it would be content with.
 */
async function requestsOfNetting(): Promise<Request[]> {
  const sent: Request[] = []
  const client = {
    post: async (path: string, body: unknown) => {
      sent.push({ method: 'POST', path, body, statuses: [201] })
      return { status: 201, body: { id: 1, state: 'settled' } }
    },
  } as unknown as TargetClient
  await netting.run(client, 0)
  return sent
}

test('every operation that a scenario cannot do without is in the document, or it is never measured', () => {
  const known = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  )
  const all = [control, fx, netting, exported, payments, realtime, reconciliation]
  const scenarios: readonly { name: string; operations?: readonly string[] }[] = all
  expect(scenarios.map(({ name }) => name).toSorted()).toEqual(scenarioNames())
  for (const { operations = [] } of scenarios) {
    expect(known).toEqual(expect.arrayContaining([...operations]))
  }
})

describe('requests that the OpenAPI document describes', () => {
  test('are all that the payments journey sends', () => {
    const requests = requestsOf(payments.journey)
    expect(requests).toHaveLength(3 * journeysTried)
    expect(requests.map(faultOf).filter((fault) => fault !== undefined)).toEqual([])
  })

  test('are all that the fx journey sends', () => {
    const requests = requestsOf(fx.journey)
    expect(requests).toHaveLength(4 * journeysTried)
    expect(requests.map(faultOf).filter((fault) => fault !== undefined)).toEqual([])
  })

  test('are all that a reconciliation sends', async () => {
    const requests = await requestsOfBatch(reconciliation.run)
    expect(requests).toHaveLength(1)
    expect(requests.map(faultOf)).toEqual([undefined])
  })

  test('are all that a netting cycle sends', async () => {
    const requests = await requestsOfNetting()
    expect(requests.length).toBeGreaterThan(1)
    expect(requests.map(faultOf).filter((fault) => fault !== undefined)).toEqual([])
  })

  test('are all that an export sends', async () => {
    const sent: Request[] = []
    const client = {
      get: async (path: string) => {
        sent.push({ method: 'GET', path, body: undefined, statuses: [200] })
        return { status: 200, body: '\n'.repeat(6_001) }
      },
      post: async (path: string, body: unknown) => {
        sent.push({ method: 'POST', path, body, statuses: [201] })
        return { status: 201, body: {} }
      },
    } as unknown as TargetClient
    await exported.run(client, 0)
    expect(sent).toHaveLength(6_001)
    expect(sent.map(faultOf).filter((fault) => fault !== undefined)).toEqual([])
  })

  test('are all that is sent before listeners', async () => {
    const sent: Request[] = []
    const client = {
      audience: async () => ({ hear: async () => undefined }),
      post: async (path: string, body: unknown) => {
        sent.push({ method: 'POST', path, body, statuses: [200] })
        return { status: 200, body: {} }
      },
    } as unknown as TargetClient
    await realtime.run(client, 0)
    expect(sent.map(faultOf)).toEqual([undefined])
  })

  test('are none of the control’s, which stays outside the API', () => {
    for (const { path } of requestsOf(control.journey)) expect(path.startsWith('/api/')).toBe(false)
  })

  test('an unknown path, status or body is a fault', () => {
    const [pay] = requestsOf(payments.journey)
    if (pay === undefined) throw new Error('the journey has no steps')
    expect(faultOf(pay)).toBeUndefined()
    expect(faultOf({ ...pay, path: '/api/v1/payment' })).toContain('is not in the document')
    expect(faultOf({ ...pay, statuses: [299] })).toContain('status 299')
    expect(faultOf({ ...pay, body: { ...(pay.body as object), amountMinor: 0 } })).toContain(
      'amountMinor',
    )
  })
})
