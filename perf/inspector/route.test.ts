import { expect, test } from 'vitest'
import { routeOf } from './preload/route.mjs'

test.each([
  ['/', '/'],
  ['/api/v1/payments?page=1', '/api/v1/payments'],
  ['/api/v1/payments/0199a1b2-7c3d-7e4f-8a5b-6c7d8e9f0a1b', '/api/v1/payments/:id'],
  ['/api/v1/payments/42/entries#top', '/api/v1/payments/:id/entries'],
  ['/accounts/ACC-000001', '/accounts/:id'],
  ['/rates/EUR', '/rates/EUR'],
])('the route of %s is %s', (path, route) => {
  expect(routeOf(path)).toBe(route)
})
