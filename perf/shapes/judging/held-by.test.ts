import { expect, test } from 'vitest'
import type { HeapNode } from '../../explain/evidence/retained.ts'
import { heldBy } from './held-by.ts'

const node = (
  functionName: string,
  url: string,
  selfSize: number,
  ...children: readonly HeapNode[]
): HeapNode => ({ callFrame: { functionName, url, lineNumber: 9 }, selfSize, children })

const own = 'file:///arm/system/modules/payments/routes.ts'
const library = 'file:///arm/node_modules/fastify/lib/route.js'

test('what a library allocates counts for who of the project had called it', () => {
  const tree = node(
    '(root)',
    '',
    5,
    node('handle', library, 10, node('pay', own, 100, node('push', library, 1_000))),
  )
  expect(heldBy(tree, '/arm')).toEqual([
    { name: 'pay (system/modules/payments/routes.ts:10)', bytes: 1_100 },
    { name: 'nobody of the project', bytes: 15 },
  ])
})
