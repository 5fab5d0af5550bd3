import { type ProfileName, policy } from '../../verdict/policy.ts'

/** What is demanded of one planted change, in whole runs of one profile. */
export interface CatchTarget {
  readonly title: string
  readonly change: string
  readonly target: string
}

interface ProfileTargets {
  /** Of whole runs with equal arms. */
  readonly falseAlarms: string
  readonly caught: readonly CatchTarget[]
}

const eachTime = 'each time'

/** Timings are promised where a run may take its time; what is counted must show in the shortest. */
const targets: Readonly<Record<ProfileName, ProfileTargets>> = {
  quick: {
    falseAlarms: '',
    caught: [
      { title: '+1 SQL call', change: 'extra-query', target: eachTime },
      { title: 'one extra loop', change: 'extra-loop', target: eachTime },
      { title: 'one extra Kafka message', change: 'extra-kafka-message', target: eachTime },
      { title: 'one extra index on a hot table', change: 'extra-index', target: eachTime },
      { title: '+1 % instructions', change: 'instructions-1', target: eachTime },
    ],
  },
  pr: {
    falseAlarms: 'none in 24 or more',
    caught: [{ title: '+5 % CPU per request', change: 'cpu-5', target: '9 of 10' }],
  },
  thorough: { falseAlarms: '', caught: [] },
}

/** Nothing is promised of a profile that nobody declares any more. */
export function targetsOf(profile: string): ProfileTargets {
  const known = Object.keys(policy.profiles).find((name) => name === profile)
  return known === undefined ? targets.thorough : targets[known as ProfileName]
}

/** Profiles with targets that these rounds say nothing of. */
export function unrecordedTargets(recorded: ReadonlySet<string>): string {
  const names = Object.keys(policy.profiles).filter((name) => !recorded.has(name))
  const sentences = names.flatMap((name) => {
    const { falseAlarms, caught } = targetsOf(name)
    const texts = [
      ...(falseAlarms === '' ? [] : [`false alarms: ${falseAlarms}`]),
      ...caught.map(({ title, target }) => `${title}: ${target}`),
    ]
    if (texts.length === 0) return []
    return [`Of profile ${name} no round is recorded; its targets are open: ${texts.join('; ')}.`]
  })
  return sentences.join('\n')
}
