import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { heapFlags } from './heap-flags.ts'
import { mainFile } from './testing/run-command.ts'

/** Tells of each start before its first line, and ends the one that comes to listen. */
const telling = `import { writeSync } from 'node:fs'
import { Server } from 'node:net'
const tell = (line) => writeSync(1, JSON.stringify(line) + '\\n')
const { pid, argv, execArgv, env } = process
tell({ pid, words: argv.slice(2), flags: execArgv.length, arenas: env.MALLOC_ARENA_MAX })
Server.prototype.listen = () => {
  tell({ hasCompiler: process.moduleLoadList.some((name) => name.includes('deps/amaro')) })
  process.exit()
}`
const flags = [`--import=data:text/javascript,${encodeURIComponent(telling)}`]
const nobody = '127.0.0.1:1'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-again-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function startWith(cacheFolder: string) {
  const child = spawn(process.execPath, [...flags, mainFile, 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      DATABASE_URL: `postgres://${nobody}/none`,
      REDIS_URL: `redis://${nobody}`,
      KAFKA_BROKERS: nobody,
      LOG_LEVEL: 'fatal',
      NODE_COMPILE_CACHE: cacheFolder,
    },
  })
  const [said] = await Promise.all([
    text(child.stdout),
    once(child, 'exit', { signal: AbortSignal.timeout(60_000) }).finally(() => child.kill()),
  ])
  const starts = said.trim().split('\n')
  return { pid: child.pid, starts: starts.map((line) => JSON.parse(line) as unknown) }
}

const serve = ['serve']
const itself = { flags: flags.length + heapFlags.length, arenas: '1' }

test('with sources that are not compiled it starts again once more, without the compiler', async () => {
  const { pid, starts } = await startWith(join(folder, 'cache'))
  expect(starts).toEqual([
    { pid, words: serve, flags: flags.length },
    { pid, words: serve, ...itself },
    { pid, words: [...serve, '--compiled'], ...itself },
    { hasCompiler: false },
  ])
})

test('with sources that are compiled it needs no compiler, and starts again for its flags alone', async () => {
  await startWith(join(folder, 'cache'))
  const { pid, starts } = await startWith(join(folder, 'cache'))
  expect(starts).toEqual([
    { pid, words: serve, flags: flags.length },
    { pid, words: serve, ...itself },
    { hasCompiler: false },
  ])
})

test('where nothing compiled can be kept it starts again for that once, and stays as it is', async () => {
  // No user may make a folder in a file, not even root.
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const { pid, starts } = await startWith(join(file, 'cache'))
  expect(starts).toEqual([
    { pid, words: serve, flags: flags.length },
    { pid, words: serve, ...itself },
    { pid, words: [...serve, '--compiled'], ...itself },
    { hasCompiler: true },
  ])
})
