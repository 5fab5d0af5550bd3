import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/**
 * .ci/run itself, with stand-ins for the programs that it starts: what is asked here is whether it
 * starts an engine only when none answers, stops it always, and tells the truth in its last line.
 */
const script = resolve(import.meta.dirname, '../../.ci/run')
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-run-'))
  mkdirSync(join(folder, 'bin'))
  for (const name of ['debootstrap', 'iptables']) put(name, '')
  put('sudo', 'shift; exec "$@"')
  put('docker', `test -e ${folder}/engine-up`)
  // Like the real one: writes its pid, answers, and goes away when told to.
  put(
    'dockerd',
    `trap 'rm -f ${folder}/engine-up; echo stopped >> ${folder}/engine.log; exit 0' TERM
echo $$ > "$2"
echo "$*" > ${folder}/engine-arguments
echo started >> ${folder}/engine.log
touch ${folder}/engine-up
while :; do sleep 0.1; done`,
  )
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(name: string, body: string): void {
  const file = join(folder, 'bin', name)
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
}

const npm = (onTest: string): void =>
  put('npm', `echo "npm $* CI=$CI"\nif [ "$1" = test ]; then\n${onTest}\nfi`)

const engineLog = (): string =>
  existsSync(join(folder, 'engine.log')) ? readFileSync(join(folder, 'engine.log'), 'utf8') : ''

function start() {
  const child = spawn(script, [], {
    env: { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ended = once(child, 'close').then(([code]: unknown[]) => code)
  return { child, ended, lines: () => output.trim().split('\n'), output: () => output }
}

test('an engine is started when none answers, images are built, tests run, the engine is stopped', async () => {
  npm('echo "3 passed, 0 failed"')
  const run = start()
  expect(await run.ended).toBe(0)
  expect(run.output()).toMatch(/npm run --silent images CI=true[^]*npm test CI=true/)
  expect(run.lines().at(-1)).toBe('3 passed, 0 failed')
  expect(engineLog()).toBe('started\nstopped\n')
})

test('what npm test installs by itself is left to it', async () => {
  writeFileSync(join(folder, 'engine-up'), '')
  for (const name of ['node', 'python3', 'apt-get'])
    put(name, `echo "${name} $*" >> ${folder}/installers; exit 1`)
  npm('echo "3 passed, 0 failed"')
  expect(await start().ended).toBe(0)
  expect(existsSync(join(folder, 'installers'))).toBe(false)
})

test('an engine that answers already is left alone', async () => {
  writeFileSync(join(folder, 'engine-up'), '')
  npm('echo "3 passed, 0 failed"')
  expect(await start().ended).toBe(0)
  expect(engineLog()).toBe('')
  expect(existsSync(join(folder, 'engine-up'))).toBe(true)
})

test('failed tests are the exit code and the last line, and the engine is stopped', async () => {
  npm('echo "2 passed, 1 failed"; echo "npm error"; exit 1')
  const run = start()
  expect(await run.ended).toBe(1)
  expect(run.lines().at(-1)).toBe('2 passed, 1 failed')
  expect(engineLog()).toBe('started\nstopped\n')
})

test('images that cannot be built are one failure, and no test runs', async () => {
  put('npm', 'echo "npm $*"; [ "$1" = test ] || exit 2')
  const run = start()
  expect(await run.ended).toBe(2)
  expect(run.output()).not.toContain('npm test\n')
  expect(run.lines().at(-1)).toBe('0 passed, 1 failed')
  expect(engineLog()).toBe('started\nstopped\n')
})

test('an engine that does not come up is said, with the end of its log', async () => {
  put('dockerd', 'echo "no cgroups"; exit 1')
  put('sleep', '')
  npm('echo "never"')
  const run = start()
  expect(await run.ended).toBe(1)
  expect(run.output()).toMatch(/not ready after 60 s[^]*no cgroups/)
  expect(run.lines().at(-1)).toBe('0 passed, 1 failed')
})

test('SIGTERM in mid-test ends the tests and the engine', async () => {
  npm(
    `trap 'echo ended > ${folder}/tests-ended; exit 1' TERM
touch ${folder}/tests-run
while :; do sleep 0.1; done`,
  )
  const run = start()
  await expect.poll(() => existsSync(join(folder, 'tests-run')), { timeout: 20_000 }).toBe(true)
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(143)
  expect(existsSync(join(folder, 'tests-ended'))).toBe(true)
  expect(engineLog()).toBe('started\nstopped\n')
  expect(run.lines().at(-1)).toBe('0 passed, 1 failed')
})

test('what the tests say while they are ended comes before the last line', async () => {
  writeFileSync(join(folder, 'engine-up'), '')
  put('tail', 'case "$*" in *--pid*"npm test"*) /bin/sleep 3 ;; esac; exec /usr/bin/tail "$@"')
  npm(
    `trap 'echo "put away"; exit 1' TERM
touch ${folder}/tests-run
while :; do sleep 0.1; done`,
  )
  const run = start()
  await expect.poll(() => existsSync(join(folder, 'tests-run')), { timeout: 20_000 }).toBe(true)
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(143)
  expect(run.lines().slice(-2)).toEqual(['put away', '0 passed, 1 failed'])
})

/** As another user than root, who has a sudo that asks for no password. */
function putOrdinaryUser(): void {
  put('id', '[ "$1" = -u ] && echo 1000 || echo 1234')
  put('sudo', `shift; echo "$*" >> ${folder}/by-sudo; exec "$@"`)
}
const bySudo = (): string => readFileSync(join(folder, 'by-sudo'), 'utf8')

test('an ordinary user starts and stops the engine through sudo, and it answers their group', async () => {
  putOrdinaryUser()
  npm('echo "3 passed, 0 failed"')
  const run = start()
  expect(await run.ended).toBe(0)
  expect(engineLog()).toBe('started\nstopped\n')
  expect(readFileSync(join(folder, 'engine-arguments'), 'utf8')).toContain('--group 1234')
  expect(bySudo()).toMatch(/^setsid nohup dockerd [^]*\nkill \d+\n/)
  expect(run.lines().at(-1)).toBe('3 passed, 0 failed')
})

test('what an ordinary user started as root is ended as root', async () => {
  putOrdinaryUser()
  npm(`touch ${folder}/tests-run\nwhile :; do sleep 0.1; done`)
  const run = start()
  await expect.poll(() => existsSync(join(folder, 'tests-run')), { timeout: 20_000 }).toBe(true)
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(143)
  expect(bySudo()).toMatch(/\nkill -s TERM -- -\d+\n/)
  expect(engineLog()).toBe('started\nstopped\n')
})

test('a user whom sudo asks for a password still learns the totals in the last line', async () => {
  putOrdinaryUser()
  put('sudo', 'exit 1')
  writeFileSync(join(folder, 'engine-up'), '')
  npm('echo "2 passed, 1 failed"; exit 1')
  const run = start()
  expect(await run.ended).toBe(1)
  expect(run.lines().at(-1)).toBe('2 passed, 1 failed')
})
