import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { kafkaJarsFolder } from './cache-folder.mjs'

/**
 * A checkout without packages on a machine without tools, and stand-ins for what would bring them.
 */
let folder = ''
const inFolder = (...names: readonly string[]) => join(folder, ...names)
const log = () =>
  existsSync(inFolder('log')) ? readFileSync(inFolder('log'), 'utf8').trim().split('\n') : []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interruption-'))
  mkdirSync(inFolder('bin'))
  cpSync(import.meta.dirname, inFolder('checkout', 'scripts', 'bootstrap'), { recursive: true })
  writeFileSync(inFolder('checkout', 'package-lock.json'), '{"packages":{}}')
  for (const name of ['sh', 'env', 'sleep', 'mkdir', 'touch'])
    symlinkSync(join('/bin', name), inFolder('bin', name))
  put('sudo', 'shift; exec "$@"')
  put('true', '')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(name: string, script: string): void {
  writeFileSync(inFolder('bin', name), `#!/bin/sh\n${script}\n`)
  chmodSync(inFolder('bin', name), 0o755)
}

/**
 * Goes on until it is told to end, by a wrapper that is not told: as npm does under a version
 * manager.
 */
function putLasting(name: string): void {
  put(
    `${name}-itself`,
    `trap 'echo "${name} ended" >> ${inFolder('log')}; exit 1' INT TERM HUP QUIT
echo "${name} runs" >> ${inFolder('log')}
while :; do sleep 0.05; done`,
  )
  put(name, `${name}-itself "$@" & wait`)
}

/** What a finished installation leaves behind. */
function putPackages(): void {
  const node = inFolder('checkout', 'node_modules', 'node', 'bin')
  mkdirSync(node, { recursive: true })
  symlinkSync(process.execPath, join(node, 'node'))
  writeFileSync(inFolder('checkout', 'node_modules', '.package-lock.json'), '{"packages":{}}')
}

function start(...needs: readonly string[]): { child: ChildProcess; ended: Promise<unknown[]> } {
  const entry = 'entry.mjs'
  writeFileSync(inFolder('checkout', entry), 'console.log("ran")')
  const main = inFolder('checkout', 'scripts', 'bootstrap', 'main.mjs')
  const child = spawn(process.execPath, [main, ...needs, '--', entry], {
    env: { PATH: inFolder('bin'), PLUMBLINE_CACHE: inFolder('cache'), HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = Promise.all([
    once(child, 'close').then(([code]: unknown[]) => code),
    text(child.stdout),
    text(child.stderr),
  ])
  return { child, ended }
}

const codes = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const

test.each(codes)('%s ends npm ci first, and then the start with %i', async (signal, expected) => {
  putLasting('npm')
  const { child, ended } = start()
  await expect.poll(log, { timeout: 20_000 }).toEqual(['npm runs'])
  child.kill(signal)
  const [code, out, said] = await ended
  expect(code).toBe(expected)
  expect(out).toBe('')
  expect(said).toContain(`bootstrap: stopped by ${signal}`)
  expect(log()).toEqual(['npm runs', 'npm ended'])
  expect(existsSync(inFolder('checkout', '.plumbline', 'packages.lock'))).toBe(false)
})

test('SIGTERM during the fetch of Kafka ends Maven and leaves no folder behind', async () => {
  putPackages()
  for (const name of ['redis-server', 'java']) put(name, '')
  writeFileSync(inFolder('release'), 'JAVA_VERSION="17.0.1"\n')
  putLasting('mvn')
  const { child, ended } = start('--needs', 'services')
  await expect.poll(log, { timeout: 20_000 }).toEqual(['mvn runs'])
  expect(readdirSync(inFolder('cache'))).toHaveLength(2)
  child.kill('SIGTERM')
  expect((await ended)[0]).toBe(143)
  expect(log()).toEqual(['mvn runs', 'mvn ended'])
  expect(readdirSync(inFolder('cache'))).toEqual([])
})

test('what a killed fetch of Kafka left behind is removed by the next one', async () => {
  putPackages()
  for (const name of ['redis-server', 'java']) put(name, '')
  writeFileSync(inFolder('release'), 'JAVA_VERSION="17.0.1"\n')
  put(
    'mvn',
    'for word in "$@"; do case "$word" in -DoutputDirectory=*) out="${word#*=}" ;; esac; done; mkdir -p "$out" && touch "$out/kafka_2.13-4.3.0.jar"',
  )
  mkdirSync(inFolder('cache', 'fetching-killed', 'jars'), { recursive: true })
  expect((await start('--needs', 'services').ended)[0]).toBe(0)
  expect(readdirSync(inFolder('cache')).map((name) => inFolder('cache', name))).toEqual([
    kafkaJarsFolder(inFolder('cache')),
  ])
})

test('SIGTERM lets apt-get finish, and starts nothing after it', async () => {
  putPackages()
  put('apt-cache', '')
  put(
    'apt-get',
    `if [ "$1" = --version ]; then exit 0; fi
echo "apt-get runs" >> ${inFolder('log')}
while [ ! -e ${inFolder('go')} ]; do sleep 0.05; done
echo "apt-get finished" >> ${inFolder('log')}`,
  )
  const { child, ended } = start('--needs', 'services')
  await expect.poll(log, { timeout: 20_000 }).toEqual(['apt-get runs'])
  child.kill('SIGTERM')
  writeFileSync(inFolder('go'), '')
  const [code, , said] = await ended
  expect(code).toBe(143)
  expect(said).toMatch(/SIGTERM: waiting for apt-get to end[^]*stopped by SIGTERM/)
  expect(log()).toEqual(['apt-get runs', 'apt-get finished'])
})
