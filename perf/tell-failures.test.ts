import { expect, test } from 'vitest'
import { KnownFailure } from './errors.ts'
import { failureTeller } from './tell-failures.ts'

function told(act: (tell: ReturnType<typeof failureTeller>) => void): string[] {
  const lines: string[] = []
  act(failureTeller((text) => lines.push(text)))
  return lines
}

test('a known failure is told in words, with three causes at most and the way out', () => {
  const cause = ['fourth', 'third', 'second', 'first\nin detail'].reduce<Error | undefined>(
    (inner, message) => new Error(message, inner === undefined ? {} : { cause: inner }),
    undefined,
  )
  const failure = new KnownFailure('disk', 'the disk is full', {
    cause,
    remedy: 'npm run perf -- clean',
  })
  expect(told((tell) => tell.first(failure))).toEqual([
    [
      'error (disk): the disk is full',
      '  because: first',
      '  because: second',
      '  because: third',
      '  try: npm run perf -- clean',
    ].join('\n'),
  ])
})

test('a cause that the failure says itself is not said twice, and moves no cursor', () => {
  const cause = new Error('Unexpected token \u001b[2J', { cause: new Error('no quote') })
  const failure = new KnownFailure('input', 'x is not JSON: Unexpected token  [2J, expected one', {
    cause,
  })
  expect(told((tell) => tell.first(failure))).toEqual([
    'error (input): x is not JSON: Unexpected token  [2J, expected one\n  because: no quote',
  ])
})

test('anything else that is thrown is a bug and shows its stack', () => {
  expect(told((tell) => tell.first(new TypeError('x is not a function')))).toEqual([
    expect.stringMatching(/^TypeError: x is not a function\n\s+at .*tell-failures\.test\.ts/),
  ])
})

test('what follows from the first failure is not told', () => {
  const [first, second] = [
    new KnownFailure('service', 'redis died'),
    new KnownFailure('load', 'no answer'),
  ]
  const lines = told((tell) => [first, second].forEach(tell.first))
  expect(lines).toEqual(['error (service): redis died'])
})

test('a failure of closing is told beside the first, unless it is the first', () => {
  const first = new KnownFailure('load', 'no answer')
  const closing = new KnownFailure('service', 'redis is alive after SIGKILL')
  const lines = told((tell) => {
    tell.first(first)
    tell.another(first)
    tell.another(closing)
  })
  expect(lines).toEqual([
    'error (load): no answer',
    'error (service): redis is alive after SIGKILL',
  ])
})
