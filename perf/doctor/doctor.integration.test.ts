import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { runDoctor } from './doctor.ts'

const repository = resolve(import.meta.dirname, '../..')
const cache = mkdtempSync(join(tmpdir(), 'doctor-cache-'))
afterAll(() => rmSync(cache, { recursive: true }))

const ask = (searchPath: string) =>
  runDoctor({ repository, cache, searchPath, dockerHost: 'unix:///nowhere' })

test('a machine without service programs is told which, and cannot measure', async () => {
  const report = await ask('/nowhere')
  const services = report.diagnosis.findings.find(({ subject }) => subject === 'services')
  expect(services?.state).toBe('prevents')
  expect(services?.message).toMatch(
    /no Docker engine answers; .*redis-server.*openjdk-17.*Kafka jars/,
  )
  expect(report.exitCode).toBe(2)
})

test('this machine is described by what it says of itself', async () => {
  const { facts, text } = await ask(process.env['PATH'] ?? '')
  expect(facts.machine.cores).toBeGreaterThan(0)
  expect(facts.machine.availableBytes).toBeLessThanOrEqual(facts.machine.memoryBytes)
  expect(facts.stealPercent).toBeGreaterThanOrEqual(0)
  expect(facts.versions.find(({ name }) => name === 'git')?.version).toMatch(/^\d+\.\d+/)
  expect(facts.versions.find(({ name }) => name === 'node')?.version).toBe(process.versions.node)
  expect(text).toContain(facts.machine.cpuModel)
})
