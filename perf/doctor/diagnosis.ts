import { busyCost, isBusy, shareOfCores } from '../probes/others-cpu.ts'
import { policy } from '../verdict/policy.ts'
import type { DoctorFacts } from './facts.ts'

/**
 * From facts to a verdict on how well this machine can measure. Pure. The limits say what each one
 * costs the measurement, so that a person can weigh it.
 */
export interface Finding {
  readonly subject: string
  readonly state: 'good' | 'limits' | 'prevents'
  readonly message: string
}

export interface Diagnosis {
  /** The worst state of all findings, as a sentence of its own. */
  readonly state: Finding['state']
  readonly findings: readonly Finding[]
}

const comfortableCores = 4
const fewestCores = 2
const gib = 1024 ** 3
const comfortableMemoryBytes = 4 * gib
/** Postgres, Kafka (430 MB), Redis, two arms of the system and the generator. */
const leastMemoryBytes = 2 * gib
const quietStealPercent = 1
/**
 * Above this p99 the disk, not the code, decides a latency that waits for it (research: durability
 * profiles).
 */
const calmFdatasyncMsP99 = 20
const fineResolutionNs = 1000
/** A clock read by a system call instead of the vDSO costs over a microsecond. */
const cheapReadingNs = 1000

export function diagnose(facts: DoctorFacts): Diagnosis {
  const findings = [
    nodeFinding(facts),
    servicesFinding(facts),
    coresFinding(facts),
    memoryFinding(facts),
    loadFinding(facts),
    stealFinding(facts),
    diskFinding(facts),
    clockFinding(facts),
  ]
  const states = findings.map((finding) => finding.state)
  const state = (['prevents', 'limits'] as const).find((worst) => states.includes(worst)) ?? 'good'
  return { state, findings }
}

function nodeFinding({ node }: DoctorFacts): Finding {
  const same = node.running === node.pinned
  const message = same ? `${node.running}, as pinned` : `${node.running}, expected ${node.pinned}`
  const remedy = same ? '' : ': start through npm run'
  return { subject: 'node', state: same ? 'good' : 'prevents', message: message + remedy }
}

function servicesFinding({ services }: DoctorFacts): Finding {
  const subject = 'services'
  const engine = services.engineAnswers ? 'a Docker engine answers' : 'no Docker engine answers'
  if (services.missing.length === 0) {
    return { subject, state: 'good', message: `${engine}; the embedded ones are complete` }
  }
  const missing = services.missing.map(({ name, why }) => `${name} (${why})`).join(', ')
  const message = `${engine}; the embedded ones lack ${missing}`
  if (services.engineAnswers) return { subject, state: 'limits', message }
  return { subject, state: 'prevents', message: `${message}: npm run perf installs them` }
}

function coresFinding({ machine: { cores } }: DoctorFacts): Finding {
  const subject = 'cores'
  if (cores >= comfortableCores) return { subject, state: 'good', message: `${cores}` }
  if (cores < fewestCores) {
    const message = `${cores}, expected ${fewestCores}: the generator would measure itself`
    return { subject, state: 'prevents', message }
  }
  const message = `${cores}: generator, services and system share them; compare arms, trust no absolute latency`
  return { subject, state: 'limits', message }
}

function memoryFinding({ machine }: DoctorFacts): Finding {
  const available = `${(machine.availableBytes / gib).toFixed(1)} GiB available of ${(machine.memoryBytes / gib).toFixed(1)}`
  const subject = 'memory'
  if (machine.availableBytes >= comfortableMemoryBytes) {
    return { subject, state: 'good', message: available }
  }
  const state = machine.availableBytes >= leastMemoryBytes ? 'limits' : 'prevents'
  return { subject, state, message: `${available}, expected ${comfortableMemoryBytes / gib} GiB` }
}

function loadFinding({ machine: { cpus }, othersShare, cpuWindowMs }: DoctorFacts): Finding {
  const subject = 'load'
  if (othersShare === undefined) {
    return { subject, state: 'good', message: 'what others use of the CPUs is not known here' }
  }
  const message = `others keep ${shareOfCores(othersShare, cpus)} busy over ${cpuWindowMs / 1000} s`
  if (!isBusy(othersShare)) return { subject, state: 'good', message }
  return { subject, state: 'limits', message: `${message}: ${busyCost}` }
}

function stealFinding({ stealPercent, cpuWindowMs }: DoctorFacts): Finding {
  const subject = 'CPU steal'
  const message = `${stealPercent.toFixed(1)} % over ${cpuWindowMs / 1000} s`
  if (stealPercent <= quietStealPercent) return { subject, state: 'good', message }
  if (stealPercent <= policy.stealPercentLimit) {
    return {
      subject,
      state: 'limits',
      message: `${message}: neighbours take time from this machine`,
    }
  }
  const limit = `a run with more than ${policy.stealPercentLimit} % is invalid`
  return { subject, state: 'prevents', message: `${message}: ${limit}` }
}

function diskFinding({ disk }: DoctorFacts): Finding {
  const subject = 'fdatasync'
  const times = [disk.p50, disk.p99, disk.max].map((valueMs) => valueMs.toFixed(1))
  const message = `p50 ${times[0]}, p99 ${times[1]}, max ${times[2]} ms over ${disk.writes} writes of 8 kB`
  if (disk.p99 <= calmFdatasyncMsP99) return { subject, state: 'good', message }
  const advice = 'p99 of --durability durable is the disk here, keep the default'
  return { subject, state: 'limits', message: `${message}: ${advice}` }
}

function clockFinding({ clock }: DoctorFacts): Finding {
  const subject = 'clock'
  const cost = `steps of ${clock.resolutionNs} ns, ${Math.round(clock.readingNs)} ns a reading`
  const message = `${clock.source ?? 'unknown source'}, ${cost}`
  const fine = clock.resolutionNs > 0 && clock.resolutionNs <= fineResolutionNs
  if (fine && clock.readingNs <= cheapReadingNs) return { subject, state: 'good', message }
  return { subject, state: 'limits', message: `${message}: short operations are told apart badly` }
}
