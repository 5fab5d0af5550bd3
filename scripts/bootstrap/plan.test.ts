import { describe, expect, test } from 'vitest'
import type { Facts } from './machine.mjs'
import { installCommand, planFor } from './plan.mjs'

const complete: Facts = {
  redisServer: true,
  javaMajor: 21,
  maven: true,
  kafkaJars: true,
  engineAnswers: true,
  docker: true,
  dockerd: true,
  iptables: true,
  debootstrap: true,
  valgrind: true,
  pip: true,
  browser: true,
}
const bare: Facts = {
  redisServer: false,
  javaMajor: undefined,
  maven: false,
  kafkaJars: false,
  engineAnswers: false,
  docker: false,
  dockerd: false,
  iptables: false,
  debootstrap: false,
  valgrind: false,
  pip: false,
  browser: false,
}
const services = { services: true, images: false }
const images = { services: false, images: true }

const names = (wanted: typeof services, facts: Facts) =>
  planFor(wanted, facts).packages.map((one) => one.names[0])

describe('what is missing makes the plan', () => {
  test('a complete machine gets nothing', () => {
    expect(planFor({ services: true, images: true, tests: true }, complete)).toEqual({
      packages: [],
      fetchKafka: false,
    })
  })

  test('tests get Valgrind, pip for the tools of the workflows, and a browser', () => {
    const plan = planFor({ services: false, images: false, tests: true }, bare)
    expect(plan.packages.map((one) => one.names[0])).toEqual([
      'valgrind',
      'python3-pip',
      'chromium',
    ])
    expect(plan.fetchKafka).toBe(false)
  })

  test('a bare machine gets Redis, Java, Maven and the jars, each with a reason', () => {
    const plan = planFor(services, bare)
    expect(plan.packages.map((one) => one.names[0])).toEqual([
      'redis-server',
      'openjdk-17-jre-headless',
      'maven',
    ])
    expect(plan.packages.every((one) => one.why.length > 20)).toBe(true)
    expect(plan.fetchKafka).toBe(true)
  })

  test('a machine that is asked for nothing gets nothing, however bare', () => {
    expect(planFor({ services: false, images: false }, bare)).toEqual({
      packages: [],
      fetchKafka: false,
    })
  })

  test('Maven is not wanted where the jars are cached', () => {
    expect(names(services, { ...bare, kafkaJars: true })).not.toContain('maven')
  })

  test('Java 11 is too old for Kafka, and the reason says so', () => {
    const [java] = planFor(services, { ...complete, javaMajor: 11 }).packages
    expect(java?.names[0]).toBe('openjdk-17-jre-headless')
    expect(java?.why).toContain('Java is 11')
  })

  test('images on a bare machine want an engine, its network tool, debootstrap and Maven', () => {
    expect(names(images, bare)).toEqual(['docker.io', 'iptables', 'debootstrap', 'maven'])
  })

  test('a run that counts instructions wants Valgrind where it is not there', () => {
    const counting = { services: false, images: false, valgrind: true }
    expect(names(counting, { ...complete, valgrind: false })).toEqual(['valgrind'])
    expect(names(counting, complete)).toEqual([])
    expect(names(services, { ...complete, valgrind: false })).toEqual([])
  })

  test('an engine that answers needs neither a daemon nor iptables here', () => {
    const remote = { ...bare, engineAnswers: true, docker: true }
    expect(names(images, remote)).toEqual(['debootstrap', 'maven'])
  })

  test('a Docker client without an engine is not enough', () => {
    expect(names(images, { ...complete, engineAnswers: false, dockerd: false })).toEqual([
      'docker.io',
    ])
  })
})

test('the command that a person would type has sudo only for those who need it', () => {
  expect(installCommand(['a', 'b'], true)).toBe('apt-get install -y --no-install-recommends a b')
  expect(installCommand(['a'], false)).toBe('sudo apt-get install -y --no-install-recommends a')
})
