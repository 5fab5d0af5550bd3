import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Dockerode from 'dockerode'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/**
 * The real building, with stand-ins for the programs that it runs and an engine without any image.
 */
let folder = ''
let temporary = ''
let modules: {
  buildBase: typeof import('./base.ts').buildBase
  interrupt: typeof import('../bootstrap/interruption.mjs').interrupt
}
const engine = {
  getImage: () => ({
    inspect: () => Promise.reject(Object.assign(new Error('no image'), { statusCode: 404 })),
  }),
} as unknown as Dockerode

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'base-image-'))
  temporary = join(folder, 'tmp')
  for (const name of ['bin', 'tmp']) mkdirSync(join(folder, name))
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env['PATH']}`)
  vi.stubEnv('TMPDIR', temporary)
  vi.spyOn(console, 'log').mockReturnValue()
  put('sudo', `shift; echo "$1" >> ${join(folder, 'by-sudo')}; exec "$@"`)
  // SUITE SYSTEM MIRROR come last.
  put('debootstrap', 'while [ $# -gt 2 ]; do shift; done; mkdir "$1"; echo made > "$1/file"')
  put('docker', `tar -xOf "$4" ./file > ${join(folder, 'imported')}`)
  // An interrupted process stays interrupted: each test has one of its own.
  vi.resetModules()
  vi.doMock('./package-source.ts', () => ({
    packageSource: () => ({ mirror: 'http://mirror.example', suite: 'any', components: ['main'] }),
  }))
  modules = {
    ...(await import('./base.ts')),
    ...(await import('../bootstrap/interruption.mjs')),
  }
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.doUnmock('./package-source.ts')
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function put(name: string, script: string): void {
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, 'bin', name), 0o755)
}

const lines = (name: string): string[] =>
  existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8').trim().split('\n') : []

test('an ordinary user makes the base image through sudo, and nothing of it stays', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  await modules.buildBase(engine, false)
  expect(lines('imported')).toEqual(['made'])
  expect(lines('by-sudo')).toEqual(['true', 'debootstrap', 'tar', 'rm'])
  expect(readdirSync(temporary)).toEqual([])
})

test('root makes it without sudo', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  await modules.buildBase(engine, false)
  expect(lines('imported')).toEqual(['made'])
  expect(lines('by-sudo')).toEqual([])
  expect(readdirSync(temporary)).toEqual([])
})

test('a user whose sudo asks for a password is told what was expected', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  put('sudo', 'exit 1')
  await expect(modules.buildBase(engine, false)).rejects.toThrow(
    /plumbline-base:any needs debootstrap, expected root or a sudo that asks for no password/,
  )
})

test.each([0, 1000])(
  'a signal ends the debootstrap of uid %i and removes its folder',
  async (uid) => {
    vi.spyOn(process, 'getuid').mockReturnValue(uid)
    put(
      'debootstrap',
      `trap 'echo ended >> ${join(folder, 'steps')}; exit 143' TERM
while [ $# -gt 2 ]; do shift; done; mkdir "$1"; echo runs >> ${join(folder, 'steps')}
while :; do sleep 0.05; done`,
    )
    const building = modules.buildBase(engine, false)
    await expect.poll(() => lines('steps')).toEqual(['runs'])
    expect(readdirSync(temporary)).toHaveLength(1)
    modules.interrupt('SIGTERM')
    await expect(building).rejects.toMatchObject({ name: 'Interrupted', exitCode: 143 })
    expect(lines('steps')).toEqual(['runs', 'ended'])
    expect(readdirSync(temporary)).toEqual([])
  },
)
