import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Stage } from './stage.ts'

/**
 * What is asked here is whether it starts an engine only when none answers, stops it always, and
 * tells the truth in its last line.
 */
let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage[Symbol.dispose]())

test('an engine is started when none answers, images are built, tests run, the engine is stopped', async () => {
  stage.npm('echo "3 passed, 0 failed"')
  const run = stage.start()
  expect(await run.ended).toBe(0)
  expect(run.output()).toMatch(/npm run --silent images CI=true[^]*npm test CI=true/)
  expect(run.lines().at(-1)).toBe('3 passed, 0 failed')
  expect(stage.engineLog()).toBe('started\nstopped\n')
})

test('what npm test installs by itself is left to it', async () => {
  writeFileSync(join(stage.folder, 'engine-up'), '')
  for (const name of ['node', 'python3', 'apt-get'])
    stage.put(name, `echo "${name} $*" >> ${stage.folder}/installers; exit 1`)
  stage.npm('echo "3 passed, 0 failed"')
  expect(await stage.start().ended).toBe(0)
  expect(existsSync(join(stage.folder, 'installers'))).toBe(false)
})

test('an engine that answers already is left alone', async () => {
  writeFileSync(join(stage.folder, 'engine-up'), '')
  stage.npm('echo "3 passed, 0 failed"')
  expect(await stage.start().ended).toBe(0)
  expect(stage.engineLog()).toBe('')
  expect(existsSync(join(stage.folder, 'engine-up'))).toBe(true)
})

test('failed tests are the exit code and the last line, and the engine is stopped', async () => {
  stage.npm('echo "2 passed, 1 failed"; echo "npm error"; exit 1')
  const run = stage.start()
  expect(await run.ended).toBe(1)
  expect(run.lines().at(-1)).toBe('2 passed, 1 failed')
  expect(stage.engineLog()).toBe('started\nstopped\n')
})

test('images that cannot be built are one failure, and no test runs', async () => {
  stage.put('npm', 'echo "npm $*"; [ "$1" = test ] || exit 2')
  const run = stage.start()
  expect(await run.ended).toBe(2)
  expect(run.output()).not.toContain('npm test\n')
  expect(run.lines().at(-1)).toBe('0 passed, 1 failed')
  expect(stage.engineLog()).toBe('started\nstopped\n')
})

test('an engine that does not come up is said, with the end of its log', async () => {
  stage.put('dockerd', 'echo "no cgroups"; exit 1')
  stage.put('sleep', '')
  stage.npm('echo "never"')
  const run = stage.start()
  expect(await run.ended).toBe(1)
  expect(run.output()).toMatch(/not ready after 60 s[^]*no cgroups/)
  expect(run.output()).not.toContain('the network')
  expect(run.lines().at(-1)).toBe('0 passed, 1 failed')
})

test('SIGTERM in mid-test ends the tests and the engine', async () => {
  stage.npm(
    `trap 'echo ended > ${stage.folder}/tests-ended; exit 1' TERM
touch ${stage.folder}/tests-run
while :; do sleep 0.1; done`,
  )
  const run = stage.start()
  await expect
    .poll(() => existsSync(join(stage.folder, 'tests-run')), { timeout: 20_000 })
    .toBe(true)
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(143)
  expect(existsSync(join(stage.folder, 'tests-ended'))).toBe(true)
  expect(stage.engineLog()).toBe('started\nstopped\n')
  expect(run.lines().at(-1)).toBe('0 passed, 1 failed')
})

test('what the tests say while they are ended comes before the last line', async () => {
  writeFileSync(join(stage.folder, 'engine-up'), '')
  stage.put(
    'tail',
    'case "$*" in *--pid*"npm test"*) /bin/sleep 3 ;; esac; exec /usr/bin/tail "$@"',
  )
  stage.npm(
    `trap 'echo "put away"; exit 1' TERM
touch ${stage.folder}/tests-run
while :; do sleep 0.1; done`,
  )
  const run = stage.start()
  await expect
    .poll(() => existsSync(join(stage.folder, 'tests-run')), { timeout: 20_000 })
    .toBe(true)
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(143)
  expect(run.lines().slice(-2)).toEqual(['put away', '0 passed, 1 failed'])
})

/** As another user than root, who has a sudo that asks for no password. */
function putOrdinaryUser(): void {
  stage.put('id', '[ "$1" = -u ] && echo 1000 || echo 1234')
  stage.put('sudo', `shift; echo "$*" >> ${stage.folder}/by-sudo; exec "$@"`)
}
const bySudo = (): string => readFileSync(join(stage.folder, 'by-sudo'), 'utf8')

test('an ordinary user starts and stops the engine through sudo, and it answers their group', async () => {
  putOrdinaryUser()
  stage.npm('echo "3 passed, 0 failed"')
  const run = stage.start()
  expect(await run.ended).toBe(0)
  expect(stage.engineLog()).toBe('started\nstopped\n')
  expect(readFileSync(join(stage.folder, 'engine-arguments'), 'utf8')).toContain('--group 1234')
  expect(bySudo()).toMatch(/^setsid nohup dockerd [^]*\nkill \d+\n/m)
  expect(run.lines().at(-1)).toBe('3 passed, 0 failed')
})

test('what an ordinary user started as root is ended as root', async () => {
  putOrdinaryUser()
  stage.npm(`touch ${stage.folder}/tests-run\nwhile :; do sleep 0.1; done`)
  const run = stage.start()
  await expect
    .poll(() => existsSync(join(stage.folder, 'tests-run')), { timeout: 20_000 })
    .toBe(true)
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(143)
  expect(bySudo()).toMatch(/\nkill -s TERM -- -\d+\n/)
  expect(stage.engineLog()).toBe('started\nstopped\n')
})

test('a user whom sudo asks for a password still learns the totals in the last line', async () => {
  putOrdinaryUser()
  stage.put('sudo', 'exit 1')
  writeFileSync(join(stage.folder, 'engine-up'), '')
  stage.npm('echo "2 passed, 1 failed"; exit 1')
  const run = stage.start()
  expect(await run.ended).toBe(1)
  expect(run.lines().at(-1)).toBe('2 passed, 1 failed')
})
