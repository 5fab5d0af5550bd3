import type { Diagnosis, Finding } from './diagnosis.ts'
import type { DoctorFacts } from './facts.ts'

const marks: Readonly<Record<Finding['state'], string>> = {
  good: 'ok',
  limits: 'limits',
  prevents: 'PREVENTS',
}

const sentences: Readonly<Record<Finding['state'], string>> = {
  good: 'This machine can measure well.',
  limits: 'This machine can measure; what limits it is marked above.',
  prevents: 'This machine cannot measure now; what prevents it is marked above.',
}

/** The doctor's report for a terminal: machine, findings, versions, verdict. */
export function formatDiagnosis(facts: DoctorFacts, diagnosis: Diagnosis): string {
  const { machine } = facts
  const subjectWidth = widest(diagnosis.findings.map((finding) => finding.subject))
  const markWidth = widest(Object.values(marks))
  const findings = diagnosis.findings.map(
    ({ subject, state, message }) =>
      `  ${marks[state].padEnd(markWidth)}  ${subject.padEnd(subjectWidth)}  ${message}`,
  )
  const nameWidth = widest(facts.versions.map((fact) => fact.name))
  const versions = facts.versions.map(
    ({ name, version }) => `  ${name.padEnd(nameWidth)}  ${version ?? 'not there'}`,
  )
  return [
    `${machine.cpuModel}, ${machine.os}, ${machine.kernel}`,
    '',
    ...findings,
    '',
    'Versions',
    ...versions,
    '',
    sentences[diagnosis.state],
  ].join('\n')
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length))
}
