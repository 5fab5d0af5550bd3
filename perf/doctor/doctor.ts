import { setTimeout as sleep } from 'node:timers/promises'
import { dockerEngineAnswers, lookAtMachine } from '../../scripts/bootstrap/machine.mjs'
import { planFor } from '../../scripts/bootstrap/plan.mjs'
import { stealPercent } from '../probes/cpu-steal.ts'
import { othersShare, readCpuUse } from '../probes/others-cpu.ts'
import { probeClock } from './clock.ts'
import { type Diagnosis, diagnose } from './diagnosis.ts'
import type { DoctorFacts, ServiceFacts } from './facts.ts'
import { probeFdatasync } from './fdatasync.ts'
import { formatDiagnosis } from './format.ts'
import { readMachine } from './machine-facts.ts'
import { pinnedNodeVersion, readVersions } from './versions.ts'

/**
 * The doctor looks at the machine and says how well it can measure. It installs and changes
 * nothing; what is missing it knows from the bootstrap's own plan.
 */
export interface DoctorRequest {
  /** The checkout. */
  readonly repository: string
  /** Cache folder; the disk probe runs on its disk, where the embedded services keep their data. */
  readonly cache: string
  /** PATH */
  readonly searchPath: string
  /** DOCKER_HOST */
  readonly dockerHost: string | undefined
}

export interface DoctorReport {
  readonly facts: DoctorFacts
  readonly diagnosis: Diagnosis
  /** For a terminal. */
  readonly text: string
  /** 2 when this machine cannot measure. */
  readonly exitCode: 0 | 2
}

const cpuWindowMs = 2000

export async function runDoctor(request: DoctorRequest): Promise<DoctorReport> {
  const facts = await gatherFacts(request)
  const diagnosis = diagnose(facts)
  const text = formatDiagnosis(facts, diagnosis)
  return { facts, diagnosis, text, exitCode: diagnosis.state === 'prevents' ? 2 : 0 }
}

async function gatherFacts(request: DoctorRequest): Promise<DoctorFacts> {
  // Before anything else runs: the probes below are load themselves.
  const machine = readMachine()
  const before = readCpuUse()
  await sleep(cpuWindowMs)
  const after = readCpuUse()
  const disk = await probeFdatasync(request.cache)
  const services = await lookAtServices(request)
  const kafkaCached = services.missing.every(({ name }) => name !== kafkaJars)
  return {
    machine,
    stealPercent: stealPercent(before.jiffies, after.jiffies),
    cpuWindowMs,
    othersShare: othersShare(before, after),
    disk,
    clock: probeClock(),
    node: { running: process.versions.node, pinned: pinnedNodeVersion(request.repository) },
    services,
    versions: await readVersions(request.repository, kafkaCached),
  }
}

const kafkaJars = 'Kafka jars'

async function lookAtServices(request: DoctorRequest): Promise<ServiceFacts> {
  const engineAnswers = await dockerEngineAnswers(request.dockerHost)
  const facts = lookAtMachine(request.cache, request.searchPath, engineAnswers)
  const plan = planFor({ services: true, images: false }, facts)
  const packages = plan.packages.map(({ names, why }) => ({ name: names[0] ?? '', why }))
  const jars = plan.fetchKafka ? [{ name: kafkaJars, why: 'not in the cache folder' }] : []
  return { engineAnswers, missing: [...packages, ...jars] }
}
