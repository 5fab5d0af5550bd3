import { expect, test } from 'vitest'
import { AnswerParts } from './answer-parts.ts'

test('a letter that comes in two reads is one letter', () => {
  const parts = new AnswerParts()
  const bytes = Buffer.from('東京 ü')
  for (const byte of bytes) parts.addBody(Buffer.from([byte]))
  expect(parts.terminateRequest().body).toBe('東京 ü')
})

test('what an answer was cut off from is not in the next one', () => {
  const parts = new AnswerParts()
  parts.addBody(Buffer.from('東').subarray(0, 2))
  parts.clear()
  parts.addBody(Buffer.from('next'))
  expect(parts.terminateRequest().body).toBe('next')
})
