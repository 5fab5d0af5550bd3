import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { createHttpServer } from '../platform/http/server.ts'
import { createTelemetry } from '../platform/telemetry/telemetry.ts'
import { serveDashboard } from './serve.ts'

const { app } = createHttpServer(pino({ level: 'silent' }), createTelemetry().http)
serveDashboard(app)

afterAll(async () => app.close())

describe('the dashboard', () => {
  test.each([
    ['/dashboard', 308],
    ['/', 302],
  ])('is where %s leads', async (path, status) => {
    const answer = await app.inject(path)
    expect([answer.statusCode, answer.headers.location]).toEqual([status, '/dashboard/'])
  })

  test.each([
    ['', 'text/html; charset=utf-8', '<!doctype html>'],
    ['page/style/tokens.css', 'text/css; charset=utf-8', 'color-scheme'],
    ['page/icon.svg', 'image/svg+xml', '<svg'],
    ['library/uPlot.esm.js', 'text/javascript; charset=utf-8', 'export'],
    ['library/uPlot.min.css', 'text/css; charset=utf-8', '.uplot'],
  ])('serves /dashboard/%s as %s', async (path, type, start) => {
    const answer = await app.inject(`/dashboard/${path}`)
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, type])
    expect(answer.body).toContain(start)
  })

  test('gives browsers modules without types, and libraries by their place', async () => {
    const { body, headers } = await app.inject('/dashboard/page/chart.ts')
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(body).toContain("import uPlot from '/dashboard/library/uPlot.esm.js'")
    expect(body).not.toContain('interface ')
  })

  test('every module that the page imports is there', async () => {
    const seen = new Set<string>()
    const waiting = ['/dashboard/page/main.ts']
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const answer = await app.inject(path)
      expect([path, answer.statusCode]).toEqual([path, 200])
      seen.add(path)
      for (const [, imported = ''] of answer.body.matchAll(
        /^(?:import|export) .*?from '([^']+)'/gms,
      )) {
        const { pathname } = new URL(imported, `http://page${path}`)
        if (!seen.has(pathname)) {
          waiting.push(pathname)
        }
      }
    }
    expect(seen.size).toBeGreaterThan(20)
  })

  test('lets the page run its own code and nothing that is written into it', async () => {
    const { headers } = await app.inject('/dashboard/')
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'; script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  test('is not sent again to whom has it', async () => {
    const { headers } = await app.inject('/dashboard/page/main.ts')
    const etag = String(headers.etag)
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const answer = await app.inject({
        url: '/dashboard/page/main.ts',
        headers: { 'if-none-match': known },
      })
      expect([answer.statusCode, answer.body]).toEqual([304, ''])
    }
    const changed = await app.inject({
      url: '/dashboard/page/main.ts',
      headers: { 'if-none-match': '"older"' },
    })
    expect(changed.statusCode).toBe(200)
  })

  test.each([
    'page/../serve.ts',
    '..%2f..%2fpackage.json',
    '%2e%2e/%2e%2e/package.json',
    'page/%2e%2e/serve.ts',
    'serve.ts',
    'page/tsconfig.json',
    'model/format.test.ts',
    'library/../../package.json',
    'page',
    'page/',
    '%00',
    'constructor',
  ])('serves nothing at /dashboard/%s', async (path) => {
    const answer = await app.inject(`/dashboard/${path}`)
    expect([400, 404]).toContain(answer.statusCode)
    expect(answer.headers['content-type']).toContain('application/problem+json')
  })
})
