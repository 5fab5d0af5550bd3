import { expect, test } from 'vitest'
import { fingerprintOf, osNameOf, readFingerprint, readMachineFacts } from './fingerprint.ts'
import { laneOf, lanePattern } from './lane.ts'

const hosted = { GITHUB_ACTIONS: 'true', RUNNER_ENVIRONMENT: 'github-hosted', RUNNER_OS: 'Linux' }

test.each([
  ['local-2cpu', 2, {}],
  ['local-2cpu', 2, { GITHUB_ACTIONS: 'false', ImageOS: 'ubuntu24' }],
  ['github-ubuntu-4cpu', 4, { ...hosted, ImageOS: 'ubuntu24' }],
  ['github-ubuntu-4cpu', 4, hosted],
  ['github-macos-3cpu', 3, { ...hosted, RUNNER_OS: 'macOS', ImageOS: 'macos15' }],
  ['self-hosted-linux-8cpu', 8, { ...hosted, RUNNER_ENVIRONMENT: 'self-hosted' }],
  ['github-ubuntu-4cpu', 4, { ...hosted, ImageOS: '../../24' }],
])('the lane is %s', (lane, cores, variables) => {
  expect(laneOf({ cores }, variables)).toBe(lane)
  expect(lane).toMatch(lanePattern)
})

test.each(['..', 'local', 'a/b-2cpu', 'local-0cpu', 'Local-2cpu'])('%s is no lane', (name) => {
  expect(name).not.toMatch(lanePattern)
})

test('this machine has a model, cores, memory and a system', () => {
  const facts = readMachineFacts()
  expect(facts.cores).toBeGreaterThan(0)
  expect(facts.memoryBytes).toBeGreaterThan(2 ** 20)
  expect(facts.cpuModel).not.toBe('')
  expect(facts.os).not.toBe('')
})

test('the system calls itself by its pretty name', () => {
  expect(osNameOf('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')).toBe(
    'Debian GNU/Linux 12 (bookworm)',
  )
  expect(osNameOf('')).toBeUndefined()
})

test('a fingerprint is the lane, the machine and the software', () => {
  const machine = { cpuModel: 'EPYC', cores: 2, memoryBytes: 4e9, os: 'Debian' }
  const software = {
    node: '26.10.0',
    postgres: '18.4',
    redis: '7.0.15',
    kafka: '4.1.0',
    autocannon: '9.0.0',
    provider: 'embedded',
    durability: 'process-crash',
  }
  const fingerprint = fingerprintOf(machine, software, {})
  expect(fingerprint).toEqual({ lane: 'local-2cpu', ...machine, ...software })
  expect(fingerprintOf(machine, software, {}, 'metal-64cpu').lane).toBe('metal-64cpu')
})

test('versions are those that answered, and a lane that is no folder name is refused', () => {
  const environment = {
    provider: 'embedded' as const,
    durability: 'durable' as const,
    postgres: { version: '18.4' },
    redis: { version: '7.0.15' },
    kafka: { version: '4.1.0' },
  }
  expect(readFingerprint({ lane: undefined }, environment)).toMatchObject({
    postgres: '18.4',
    node: process.versions.node,
    autocannon: expect.stringMatching(/^\d+\.\d+\.\d+/),
  })
  expect(() => readFingerprint({ lane: '../etc' }, environment)).toThrow(
    '--lane is "../etc", expected a name like "local-2cpu" or "github-ubuntu-4cpu"',
  )
})
