import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { outliveReader } from './gone-reader.ts'

const failure = (code: string) => Object.assign(new Error(`write ${code}`), { code })

test('a reader that has gone stops nobody, however often something is said', () => {
  const output = new EventEmitter()
  outliveReader(output)
  const tell = () => output.emit('error', failure('EPIPE'))
  expect([tell(), tell()]).toEqual([true, true])
})

test('a disk that is full is no reader that has gone', () => {
  const output = new EventEmitter()
  outliveReader(output)
  expect(() => output.emit('error', failure('ENOSPC'))).toThrow('write ENOSPC')
})
