import { expect, test } from 'vitest'
import { placeOf } from './places.ts'
import { armSource } from './source.ts'

const arm = '/runs/1/arms/head'

test('V8 counts lines from 0, people from 1; native code has no line', () => {
  const place = placeOf({ functionName: '', url: `file://${arm}/system/a.ts`, lineNumber: 0 }, arm)
  expect(place).toEqual({ function: '(anonymous)', file: 'system/a.ts', line: 1 })
  expect(placeOf({ functionName: 'now', url: '', lineNumber: -1 }, arm).line).toBe(0)
})

test('a function ends at the line that coverage says', () => {
  const text = 'const a = 1\nfunction pay() {\n  return a\n}\npay()\n'
  const extent = { name: 'pay', startOffset: 12, endOffset: text.indexOf('}') + 1 }
  const source = armSource(new Map([['a.ts', text]]), new Map([['a.ts', [extent]]]))
  expect(source.lastLine({ function: 'pay', file: 'a.ts', line: 2 })).toBe(4)
  expect(source.lastLine({ function: 'pay', file: 'a.ts', line: 3 })).toBeUndefined()
  expect([source.lineText('a.ts', 3), source.lineText('a.ts', 99)]).toEqual(['return a', undefined])
})
