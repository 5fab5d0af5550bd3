import { describe, expect, it } from 'vitest'
import { parseGeneratedCode } from './generated-code.ts'
import { placed } from './places.ts'

/**
 * Lines of a real map, folders shortened; the second function of an address is the one that stands
 * there.
 */
const map = `3181bd7b33b8 4a JS:~Batcher file:///arms/base/system/modules/payments/batcher.ts:16:12
182409c0 98 JS:^earlier node:events:1:1
182409c0 98 JS:^checkListener node:events:265:23
18294800 b8 JS:^Batcher file:///arms/base/system/modules/payments/batcher.ts:24:14
18295000 40 JS:^ file:///srv/shared/node_modules/pg/lib/client.js:7:9
18295100 40 JS:^get open /srv/my shared/node_modules/pg/lib/client.js:9:1
18295200 40 JS:^refill file:///arms/base/system/100%25%20node-pool.ts:3:1
18296000 40 Stub:CEntry
`
const options = { generated: parseGeneratedCode(map), armFolder: '/arms/base' }

function placeOf(name: string, object?: string, file?: string) {
  const dumped = { name, file, object, instructions: 5 }
  return placed([dumped], options)[0]?.place
}

describe('the place of a function', () => {
  it('of JavaScript is its name, its file within the arm, and its line', () => {
    expect(placeOf('0x0000000018294812')).toEqual({
      function: 'Batcher',
      file: 'system/modules/payments/batcher.ts',
      line: 24,
    })
  })

  it("of Node's own JavaScript begins with node:", () => {
    expect(placeOf('0x00000000182409c0')?.file).toBe('node:events')
    expect(placeOf('0x00000000182409c0')?.function).toBe('checkListener')
  })

  it('of an installed package is below node_modules, wherever that is linked to', () => {
    expect(placeOf('0x0000000018295000')).toEqual({
      function: '(anonymous)',
      file: 'node_modules/pg/lib/client.js',
      line: 7,
    })
  })

  it('of a file with a blank or a percent sign in its path is that file', () => {
    expect(placeOf('0x0000000018295100')).toMatchObject({
      function: 'get open',
      file: 'node_modules/pg/lib/client.js',
      line: 9,
    })
    expect(placeOf('0x0000000018295200')?.file).toBe('system/100% node-pool.ts')
  })

  it('of native code is the name of the program, and a recursion is the function itself', () => {
    expect(placeOf("copyObjectImpl'2", '/opt/postgres/bin/postgres')).toEqual({
      function: 'copyObjectImpl',
      file: 'postgres',
      line: 0,
    })
  })

  it('of a library with debug information is its source file', () => {
    const file = './csu/../csu/libc-start.c'
    expect(placeOf('__libc_start_main', '/lib/libc.so.6', file)?.file).toBe('csu/libc-start.c')
  })

  it('of generated code that is no function of the program is told as such', () => {
    const expected = { function: '(generated code)', file: '', line: 0 }
    expect(placeOf('0x0000000018296000')).toEqual(expected)
    expect(placeOf('0x0000000099999999')).toEqual(expected)
    // One after the last byte of the function.
    expect(placeOf('0x00000000182948b8')).toEqual(expected)
  })
})
