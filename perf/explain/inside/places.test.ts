import { expect, test } from 'vitest'
import { isOwnCode, placeOf, relativeFile } from './places.ts'
import { armSource } from './source.ts'

const arm = '/runs/1/arms/head'

test('files are named from the checkout on, packages from node_modules on', () => {
  expect(relativeFile('file:///runs/1/arms/head/system/a%20b.ts', arm)).toBe('system/a b.ts')
  expect(relativeFile('file:///cache/node_modules/pg/lib/client.js', arm)).toBe(
    'node_modules/pg/lib/client.js',
  )
  expect(relativeFile('/cache/node_modules/pg/lib/client.js', arm)).toBe(
    'node_modules/pg/lib/client.js',
  )
  expect(relativeFile('node:internal/timers', arm)).toBe('node:internal/timers')
  expect(relativeFile('', arm)).toBe('')
})

test('V8 counts lines from 0, people from 1; native code has no line', () => {
  const place = placeOf({ functionName: '', url: `file://${arm}/system/a.ts`, lineNumber: 0 }, arm)
  expect(place).toEqual({ function: '(anonymous)', file: 'system/a.ts', line: 1 })
  expect(placeOf({ functionName: 'now', url: '', lineNumber: -1 }, arm).line).toBe(0)
})

test('packages, Node itself and the engine are not the project’s own code', () => {
  const own = ['system/a.ts', 'node_modules/pg/x.js', 'node:fs', 'wasm://wasm/1', '']
  expect(own.filter((file) => isOwnCode({ file }))).toEqual(['system/a.ts'])
})

test('a function ends at the line that coverage says', () => {
  const text = 'const a = 1\nfunction pay() {\n  return a\n}\npay()\n'
  const extent = { name: 'pay', startOffset: 12, endOffset: text.indexOf('}') + 1 }
  const source = armSource(new Map([['a.ts', text]]), new Map([['a.ts', [extent]]]))
  expect(source.lastLine({ function: 'pay', file: 'a.ts', line: 2 })).toBe(4)
  expect(source.lastLine({ function: 'pay', file: 'a.ts', line: 3 })).toBeUndefined()
  expect([source.lineText('a.ts', 3), source.lineText('a.ts', 99)]).toEqual(['return a', undefined])
})
