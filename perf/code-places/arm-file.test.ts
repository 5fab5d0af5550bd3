import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { isOwnCode, relativeFile } from './arm-file.ts'

const arm = '/runs/1/arms/head'
const own = (file: string) => isOwnCode({ file })

test('files are named from the checkout on, packages from node_modules on', () => {
  expect(relativeFile(`file://${arm}/system/app.ts`, arm)).toBe('system/app.ts')
  expect(relativeFile(`${arm}/system/app.cjs`, arm)).toBe('system/app.cjs')
  const client = 'node_modules/pg/lib/client.js'
  expect(relativeFile(`file:///cache/${client}`, arm)).toBe(client)
  expect(relativeFile(`/cache/${client}`, arm)).toBe(client)
  expect(relativeFile(`/cache/${client}`, undefined)).toBe(client)
})

test('what is no file keeps its name', () => {
  for (const name of ['', 'node:internal/timers', 'wasm://wasm/1', 'evalmachine.<anonymous>']) {
    expect(relativeFile(name, arm)).toBe(name)
  }
})

test('a file outside the checkout keeps its whole path and is not the project’s own', () => {
  expect(relativeFile('/runs/1/arms/head-2/app.ts', arm)).toBe('/runs/1/arms/head-2/app.ts')
  expect(own('/runs/1/arms/head-2/app.ts')).toBe(false)
})

test.each(['a b.ts', '100%.ts', '50%25.ts', 'a#b.ts', 'what?.ts', 'zürich.ts', 'node-pool.ts'])(
  '%j is the same file by its URL and by its path, and the project’s own',
  (name) => {
    const path = `${arm}/system/${name}`
    expect(relativeFile(pathToFileURL(path).href, arm)).toBe(`system/${name}`)
    expect(relativeFile(path, arm)).toBe(`system/${name}`)
    expect(own(`system/${name}`)).toBe(true)
    expect(own(name)).toBe(true)
  },
)

test('a checkout whose own path has to be escaped is found all the same', () => {
  const folder = '/runs of 100%/arms/head'
  expect(relativeFile(pathToFileURL(`${folder}/system/app.ts`).href, folder)).toBe('system/app.ts')
})

test('a module that is asked for with a query is its file', () => {
  expect(relativeFile(`file://${arm}/system/app.ts?again=1`, arm)).toBe('system/app.ts')
})

test('a URL with a percent sign that stands for nothing is taken as it is', () => {
  expect(relativeFile(`file://${arm}/system/100%.ts`, arm)).toBe('system/100%.ts')
})

test('packages, Node itself and the engine are not the project’s own code', () => {
  const foreign = [
    'node_modules/pg/x.js',
    'packages/a/node_modules/pg/x.js',
    'node:fs',
    'node:internal/timers',
    'wasm://wasm/1',
    '',
  ]
  expect(foreign.filter(own)).toEqual([])
  expect(own('node_modules_of_ours/x.ts')).toBe(true)
})
