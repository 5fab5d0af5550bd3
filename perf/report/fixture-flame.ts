import type { CodePlace, FlameGraph, FunctionCost } from '../result/evidence.ts'

/**
 * A made-up CPU profile of both arms: a tree of functions with their self time in microseconds per
 * operation.
 */
export type Node = readonly [
  name: string,
  place: string,
  baseUs: number,
  headUs: number,
  children?: readonly Node[],
]

const payments = 'system/modules/payments'
const http = 'system/platform/http'
const fastify = 'node_modules/fastify/lib'
const pg = 'node_modules/pg/lib'

const queried = (more: number): readonly Node[] => [
  [
    'query',
    `${pg}/client.js:524`,
    0.31,
    0.31 * more,
    [
      ['prepareValue', `${pg}/utils.js:44`, 0.48, 0.47 * more],
      [
        'parse',
        'node_modules/pg-protocol/dist/serializer.js:61',
        0.22,
        0.23 * more,
        [['writev', 'node:internal/stream_base_commons:148', 0.92, 0.91 * more]],
      ],
    ],
  ],
]

const answer: readonly Node[] = [
  [
    'preSerialize',
    `${fastify}/reply.js:572`,
    0.14,
    0.15,
    [
      ['serialize', 'node_modules/fast-json-stringify/lib/serializer.js:12', 0.61, 0.6],
      ['anonymous0', 'node_modules/fast-json-stringify/index.js:1', 0.42, 0.44],
    ],
  ],
  [
    'onSendEnd',
    `${fastify}/reply.js:601`,
    0.33,
    0.32,
    [
      [
        'end',
        'node:_http_outgoing:1080',
        0.52,
        0.51,
        [
          ['_send', 'node:_http_outgoing:361', 0.27, 0.28],
          ['writeUtf8String', '', 1.42, 1.4],
        ],
      ],
    ],
  ],
]

const settle: readonly Node[] = [
  [
    'settle',
    `${payments}/settlement.ts:67`,
    0.44,
    0.58,
    [
      [
        '#loadMissing',
        `${payments}/settlement.ts:106`,
        0.12,
        0.86,
        [
          [
            '#load',
            `${payments}/settlement.ts:118`,
            0.09,
            0.41,
            [['query', `${pg}/pool.js:196`, 0.08, 0.32, queried(1.9)]],
          ],
        ],
      ],
      [
        'decide',
        `${payments}/decision.ts:38`,
        1.84,
        1.86,
        [
          ['applyLimits', `${payments}/decision.ts:91`, 0.72, 0.71],
          ['accountKey', `${payments}/tenant-map.ts:14`, 0.35, 0],
        ],
      ],
      [
        '#record',
        `${payments}/settlement.ts:92`,
        0.31,
        0.3,
        [
          [
            'columnsOf',
            `${payments}/batch-record.ts:22`,
            0.94,
            0.95,
            [['uuidv7', `${payments}/uuid.ts:9`, 0.41, 0.4]],
          ],
          ['query', `${pg}/pool.js:196`, 0.11, 0.12, queried(1)],
        ],
      ],
    ],
  ],
]

const request: readonly Node[] = [
  [
    'parserOnHeadersComplete',
    'node:_http_common:71',
    0.83,
    0.84,
    [
      [
        'routeHandler',
        `${fastify}/route.js:471`,
        0.52,
        0.55,
        [
          ['onRequestHookRunner', `${fastify}/hooks.js:207`, 0.26, 0.25],
          [
            'authenticate',
            `${http}/auth.ts:31`,
            0.38,
            0.39,
            [['timingSafeEqual', 'node:internal/crypto/util:0', 0.55, 0.54]],
          ],
          [
            'validate',
            `${fastify}/validation.js:115`,
            0.24,
            0.25,
            [['validate10', 'node_modules/ajv/dist/compile.js:1', 0.87, 0.86]],
          ],
          [
            'pay',
            `${payments}/service.ts:57`,
            0.62,
            0.97,
            [
              ['fingerprint', `${payments}/idempotency.ts:19`, 1.12, 1.11],
              ['push', `${payments}/batcher.ts:58`, 0.29, 0.3],
              ['auditLine', `${payments}/service.ts:71`, 0, 0.88],
            ],
          ],
        ],
      ],
    ],
  ],
  ['writeHead', 'node:_http_server:361', 0.47, 0.46],
]

const tree: readonly Node[] = [
  ['onread', 'node:internal/stream_base_commons:166', 0.36, 0.37, request],
  [
    'processTicksAndRejections',
    'node:internal/process/task_queues:72',
    0.44,
    0.61,
    [...settle, ...answer],
  ],
  [
    'processTimers',
    'node:internal/timers:521',
    0.21,
    0.2,
    [['flush', `${payments}/batcher.ts:83`, 0.34, 0.33, settle]],
  ],
  [
    'sendBatch',
    'system/platform/kafka/publisher.ts:44',
    0.37,
    0.38,
    [
      [
        'encode',
        'node_modules/@platformatic/kafka/dist/protocol/records.js:92',
        0.73,
        0.72,
        [['crc32c', 'node_modules/@platformatic/kafka/dist/protocol/crc32c.js:20', 0.51, 0.52]],
      ],
    ],
  ],
  ['(garbage collector)', '', 1.31, 1.72],
  ['(program)', '', 2.85, 2.9],
]

function placeOf(name: string, text: string): CodePlace {
  const cut = text.lastIndexOf(':')
  const line = Number(text.slice(cut + 1))
  return text === ''
    ? { function: name, file: '', line: 0 }
    : { function: name, file: text.slice(0, cut), line, lastLine: line === 0 ? 0 : line + 11 }
}

/** `scale` turns the cheap profile of a payment into the dear one of a batch job. */
export function flameOf(scale = 1): FlameGraph {
  const frames: CodePlace[] = []
  const index = new Map<string, number>()
  const stacks: FlameGraph['stacks'] = []
  const walk = ([name, place, baseUs, headUs, children = []]: Node, above: readonly number[]) => {
    const key = `${name} ${place}`
    const at = index.get(key) ?? frames.push(placeOf(name, place)) - 1
    index.set(key, at)
    const path = [...above, at]
    const rounded = (value: number) => Number((value * scale).toFixed(3))
    stacks.push({ frames: path, baseUs: rounded(baseUs), headUs: rounded(headUs) })
    for (const child of children) walk(child, path)
  }
  for (const node of tree) walk(node, [])
  return { frames, stacks }
}

/** Self time by function over all stacks, the largest difference first. */
export function functionsOf({ frames, stacks }: FlameGraph): FunctionCost[] {
  const costs = frames.map((place) => ({ place, base: 0, head: 0 }))
  for (const stack of stacks) {
    const cost = costs[stack.frames.at(-1) ?? -1]
    if (cost === undefined) continue
    cost.base = Number((cost.base + stack.baseUs).toFixed(3))
    cost.head = Number((cost.head + stack.headUs).toFixed(3))
  }
  return costs
    .map(({ place, base, head }) => ({
      place,
      base: base === 0 ? null : base,
      head: head === 0 ? null : head,
    }))
    .toSorted(
      (a, b) => Math.abs((b.head ?? 0) - (b.base ?? 0)) - Math.abs((a.head ?? 0) - (a.base ?? 0)),
    )
}
