import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let folder = ''
let modules: {
  run: typeof import('./run.mjs').run
  dockerEngineAnswers: typeof import('./machine.mjs').dockerEngineAnswers
  withStartLock: typeof import('./start-lock.mjs').withStartLock
  interrupt: typeof import('./interruption.mjs').interrupt
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'run-'))
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
  // An interrupted process stays interrupted: each test has one of its own.
  vi.resetModules()
  modules = {
    ...(await import('./run.mjs')),
    ...(await import('./machine.mjs')),
    ...(await import('./start-lock.mjs')),
    ...(await import('./interruption.mjs')),
  }
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function put(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, name), 0o755)
}

/** A command that says when it runs, and whose own child outlives it unless it is ended as well. */
const lasting = () => ['-c', `sleep 60 & echo $! > ${folder}/child; wait`]
const childOfCommand = () => Number(readFileSync(join(folder, 'child'), 'utf8'))
const runs = () => existsSync(join(folder, 'child')) && childOfCommand() > 0

function isAlive(pid: number): boolean {
  try {
    // A process that has ended stays in the table until somebody has asked for its code.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

test('a command that passes its limit is ended with what it started, and the sentence says so', async () => {
  const ended = await modules.run('sh', lasting(), { limitMs: 500 })
  expect(ended.code).toBe(124)
  expect(ended.how).toBe('was stopped after 0.5 s, expected it to end by then')
  await expect.poll(() => isAlive(childOfCommand())).toBe(false)
})

test('a signal ends the command with what it started, and then the one who waits for it', async () => {
  const running = modules.run('sh', lasting())
  await expect.poll(runs).toBe(true)
  modules.interrupt('SIGINT')
  await expect(running).rejects.toMatchObject({ name: 'Interrupted', exitCode: 130 })
  await expect.poll(() => isAlive(childOfCommand())).toBe(false)
})

test('after a signal no further command is started', async () => {
  modules.interrupt('SIGTERM')
  await expect(modules.run('sh', lasting())).rejects.toMatchObject({ exitCode: 143 })
  expect(runs()).toBe(false)
})

test('a command that must finish does, and only then the signal counts', async () => {
  const work = `touch ${folder}/child; while [ ! -e ${folder}/go ]; do sleep 0.05; done; touch ${folder}/done`
  const running = modules.run('sh', ['-c', work], { letFinish: true, limitMs: 1 })
  await expect.poll(() => existsSync(join(folder, 'child'))).toBe(true)
  modules.interrupt('SIGTERM')
  writeFileSync(join(folder, 'go'), '')
  await expect(running).rejects.toMatchObject({ exitCode: 143 })
  expect(existsSync(join(folder, 'done'))).toBe(true)
})

test('who waits for the lock of another start is not kept waiting after a signal', async () => {
  const lock = join(folder, 'a.lock')
  writeFileSync(lock, String(process.pid))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const waiting = modules.withStartLock(lock, () => Promise.resolve('mine'))
  modules.interrupt('SIGTERM')
  await expect(waiting).rejects.toMatchObject({ exitCode: 143 })
  expect(existsSync(lock)).toBe(true)
})

test('what root does is done, and ended, through sudo by whoever is not root', async () => {
  put('sudo', `echo "$*" >> ${folder}/sudo.log; shift; exec "$@"`)
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  const ended = await modules.run('sh', lasting(), { asRoot: true, limitMs: 500 })
  expect(ended.code).toBe(124)
  const asked = readFileSync(join(folder, 'sudo.log'), 'utf8')
  expect(asked).toMatch(/^-n sh -c sleep 60[^]*-n setsid sh -c kill .* sh TERM \d+\n$/)
  await expect.poll(() => isAlive(childOfCommand())).toBe(false)
})

test('root needs no sudo', async () => {
  put('sudo', `touch ${folder}/asked`)
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  expect((await modules.run('true', [], { asRoot: true })).code).toBe(0)
  expect(existsSync(join(folder, 'asked'))).toBe(false)
})

test('standard output goes to a file when one is given', async () => {
  const { openSync, closeSync } = await import('node:fs')
  const file = openSync(join(folder, 'out'), 'w')
  const ended = await modules.run('sh', ['-c', 'echo data; echo remark >&2'], { outputTo: file })
  closeSync(file)
  expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('data\n')
  expect(ended.output).toBe('remark\n')
})

test('an engine elsewhere that does not answer in time counts as none', async () => {
  put('docker', 'sleep 60')
  expect(await modules.dockerEngineAnswers('tcp://192.0.2.1:2375', 300)).toBe(false)
})

test('an engine elsewhere that answers is there', async () => {
  put('docker', 'echo 29.0')
  expect(await modules.dockerEngineAnswers('tcp://192.0.2.1:2375')).toBe(true)
})
