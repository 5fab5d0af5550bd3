import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { kafkaJarsFolder } from './cache-folder.mjs'

/**
 * A machine of its own: a PATH with nothing on it but what a test puts there, and an empty cache.
 */
const root = resolve(import.meta.dirname, '../..')
const main = join(root, 'scripts/bootstrap/main.mjs')
let folder = ''
let bin = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bootstrap-'))
  bin = join(folder, 'bin')
  mkdirSync(bin)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(bin, name), 0o755)
}

function link(...commands: readonly string[]): void {
  for (const name of commands) symlinkSync(join('/bin', name), join(bin, name))
}

function entry(source: string): string {
  const file = join(folder, 'entry.mjs')
  writeFileSync(file, source)
  return relative(root, file)
}

const environment = () => ({ PATH: bin, PLUMBLINE_CACHE: join(folder, 'cache'), HOME: folder })

const start = (...args: readonly string[]) =>
  spawnSync(process.execPath, [main, ...args], { env: environment(), encoding: 'utf8' })

test('a machine without Redis, Java and apt-get is told so in one error, with exit code 2', () => {
  const result = start('--needs', 'services', '--', entry('console.log("ran")'))
  expect(result.status).toBe(2)
  expect(result.stdout).toBe('')
  expect(result.stderr).toContain('redis-server is needed: ')
  expect(result.stderr).toContain(
    'redis-server, openjdk-17-jre-headless, maven missing, and this machine has no apt-get',
  )
  expect(result.stderr).toContain('To mend it: ')
})

/** An apt-get that "installs" by writing the programs, and a Maven that "fetches" one jar. */
function putPackageManager(javaVersion = '17.0.1'): void {
  writeFileSync(join(folder, 'release'), `JAVA_VERSION="${javaVersion}"\n`)
  link('env', 'touch', 'mkdir', 'chmod')
  put('apt-cache', 'echo "  Candidate: 1"')
  put('sudo', 'shift; if [ "$1" = true ]; then exit 0; fi; exec "$@"')
  put(
    'apt-get',
    `echo "$DEBIAN_FRONTEND $*" >> ${folder}/apt.log
for word in "$@"; do
  case "$word" in
    redis-server|maven) file=${bin}/$word; [ "$word" = maven ] && file=${bin}/mvn ;;
    openjdk-*) file=${bin}/java ;;
    *) continue ;;
  esac
  echo '#!/bin/sh' > "$file"
  echo 'for word in "$@"; do case "$word" in -DoutputDirectory=*) out="\${word#*=}" ;; esac; done' >> "$file"
  echo 'mkdir -p "$out" && touch "$out/kafka_2.13-4.3.0.jar"' >> "$file"
  chmod 755 "$file"
done`,
  )
}

test('what is missing is announced, installed without questions, and the command runs', () => {
  putPackageManager()
  const command = ['--needs', 'services', '--', entry('console.log(process.version)')]
  const first = start(...command)
  expect(first.stderr).toMatch(/redis-server is needed: .*\n.*openjdk-17-jre-headless is needed: /)
  expect(first.status).toBe(0)
  expect(first.stdout).toMatch(/^v26\./)
  const [update, install] = readFileSync(join(folder, 'apt.log'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('noninteractive'))
  expect(update).toMatch(/ update$/)
  expect(install).toMatch(
    / install -y --no-install-recommends redis-server openjdk-17-jre-headless maven$/,
  )
  expect(existsSync(join(kafkaJarsFolder(join(folder, 'cache')), 'kafka_2.13-4.3.0.jar'))).toBe(
    true,
  )
})

test('an old Java that hides the new one is told, instead of a Kafka that does not start', () => {
  putPackageManager('11.0.2')
  const result = start('--needs', 'services', '--', entry('console.log("ran")'))
  expect(result.status).toBe(2)
  expect(result.stdout).toBe('')
  expect(result.stderr).toContain('openjdk-17-jre-headless is installed, but still: Java is 11')
})

test('a package manager that fails is quoted, with the command to type, and exit code 2', () => {
  link('env')
  put('sudo', 'shift; exec "$@"')
  put('true', '')
  put('apt-get', 'if [ "$1" = --version ]; then exit 0; fi; echo "Temporary failure"; exit 100')
  const result = start('--needs', 'services', '--', entry(''))
  expect(result.status).toBe(2)
  expect(result.stderr).toContain('apt-get ended with 100:\nTemporary failure')
  expect(result.stderr).toMatch(/To mend it: .*apt-get install -y .*redis-server/)
})

test('a Maven that fails leaves no half-filled folder', () => {
  putPackageManager()
  put('redis-server', '')
  put('java', '')
  put('mvn', 'echo "no route"; exit 1')
  const result = start('--needs', 'services', '--', entry(''))
  expect(result.status).toBe(2)
  expect(result.stderr).toContain('Kafka 4.3.0 could not be fetched, mvn ended with 1:\nno route')
  expect(existsSync(kafkaJarsFolder(join(folder, 'cache')))).toBe(false)
})

test('the command sees its arguments and the pinned tools, and its exit code is passed on', () => {
  const source = `console.log(process.argv.slice(2).join(' '), process.env.PATH.split(':')[0])
process.exit(7)`
  const result = start('--', entry(source), '--flag', 'value')
  expect(result.stdout.trim()).toBe(`--flag value ${join(root, 'node_modules/.bin')}`)
  expect(result.status).toBe(7)
})

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s reaches the command', async (signal) => {
  const source = `process.on('${signal}', () => process.exit(5))
setInterval(() => {}, 1000)
console.log('ready')`
  const child = spawn(process.execPath, [main, '--', entry(source)], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill(signal)
  expect((await once(child, 'close'))[0]).toBe(5)
})

test('with a Docker engine, service programs that cannot be installed are said and done without', async () => {
  const socket = join(folder, 'docker.sock')
  await using engine = createServer((_, answer) => answer.end('OK'))
  engine.listen(socket)
  await once(engine, 'listening')
  const command = ['--needs', 'services', '--', 'perf/cli.ts', '--no-such-flag']
  const child = spawn(process.execPath, [main, ...command], {
    env: { ...environment(), DOCKER_HOST: `unix://${socket}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect(said).toMatch(/redis-server.* missing[^]*going on with the Docker engine/)
  expect(said).toContain('no-such-flag')
})

test('an npm that is killed takes the command with it', async () => {
  const ended = join(folder, 'ended')
  const command = entry(`import { writeFileSync } from 'node:fs'
process.on('SIGTERM', () => { writeFileSync('${ended}', ''); process.exit() })
setInterval(() => {}, 1000)
console.log('ready')`)
  // What npm is to the bootstrap: a parent that waits and passes no signal on.
  const parent = spawn(
    process.execPath,
    [
      '-e',
      `require('node:child_process').spawn(process.execPath, ${JSON.stringify([main, '--', command])}, { stdio: 'inherit' })`,
    ],
    {
      env: { ...environment(), npm_lifecycle_event: 'perf' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await once(parent.stdout, 'data')
  parent.kill('SIGKILL')
  await expect.poll(() => existsSync(ended), { timeout: 10_000 }).toBe(true)
})
