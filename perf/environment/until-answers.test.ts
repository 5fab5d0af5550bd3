import { expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { describe as describeError, untilAnswers } from './until-answers.ts'

test('the first answer is given', async () => {
  let asked = 0
  const ask = async (): Promise<string> => {
    asked += 1
    if (asked < 3) throw new Error('starting up')
    return '18.4'
  }
  expect(await untilAnswers('postgres', ask, 5_000)).toBe('18.4')
  expect(asked).toBe(3)
})

test('the last answer is quoted when the time is up', async () => {
  const ask = async (): Promise<string> => {
    throw new Error('the database system is starting up')
  }
  await expect(untilAnswers('postgres', ask, 100)).rejects.toMatchObject({
    code: 'service',
    message: expect.stringMatching(
      /^postgres not ready after \d+ ms: last answer "the database system is starting up", expected it to answer within 100 ms$/,
    ),
  })
})

test('a service that accepts and then says nothing is told as such', async () => {
  const ask = (): Promise<string> => new Promise(() => {})
  await expect(untilAnswers('redis', ask, 50)).rejects.toThrow(/last answer "no answer within/)
})

test('the death of the service ends the asking at once', async () => {
  const death = new KnownFailure('service', 'kafka ended by itself')
  const ask = (): Promise<string> => new Promise(() => {})
  await expect(untilAnswers('kafka', ask, 60_000, Promise.resolve(death))).rejects.toBe(death)
})

test('what an error hides in its causes is told', () => {
  const refused = new AggregateError([new Error('connect ECONNREFUSED 127.0.0.1:1')], '')
  const error = new Error('Connection failed', { cause: refused })
  expect(describeError(error)).toBe(
    '"Connection failed: AggregateError, connect ECONNREFUSED 127.0.0.1:1"',
  )
})
