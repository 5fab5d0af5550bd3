import type { DoctorFacts } from './facts.ts'

const gib = 1024 ** 3

/** A machine without any fault; a test spoils what it is about. */
export const faultless: DoctorFacts = {
  machine: {
    os: 'Debian GNU/Linux 12 (bookworm)',
    kernel: 'Linux 6.1.0',
    cpuModel: 'Some CPU',
    cores: 8,
    cpus: 8,
    memoryBytes: 16 * gib,
    availableBytes: 12 * gib,
  },
  stealPercent: 0,
  cpuWindowMs: 2000,
  othersShare: 0.02,
  disk: { writes: 400, p50: 0.4, p99: 2, max: 3 },
  clock: { source: 'tsc', resolutionNs: 40, readingNs: 60 },
  node: { running: '26.10.0', pinned: '26.10.0' },
  services: { engineAnswers: true, missing: [] },
  versions: [
    { name: 'node', version: '26.10.0' },
    { name: 'java', version: undefined },
  ],
}
