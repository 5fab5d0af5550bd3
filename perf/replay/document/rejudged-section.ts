import type { Rejudged } from '../rejudge.ts'
import { policy } from '../../verdict/policy.ts'
import { paragraphs, table } from './text.ts'

/** What today's policy makes of the recorded rounds: `npm test` judges them again each time. */
export function rejudgedSection(rejudged: readonly Rejudged[]): string {
  const differing = rejudged.filter(({ round, assessment }) => assessment !== round.assessment)
  const short = rejudged.filter(({ wantedMore }) => wantedMore).length
  const said =
    `Policy ${policy.version} says the same of ${rejudged.length - differing.length} of ` +
    `${rejudged.length} rounds as was said when they were made.`
  const wanted =
    short === 0
      ? ''
      : `Of ${short} it would have measured more than was recorded; they are judged by what there is.`
  const groups = Map.groupBy(
    differing,
    ({ round: { change, profile, policy: then, assessment: was }, assessment }) =>
      `${change}|${profile}|${then}|${was}|${assessment}`,
  )
  const rows = [...groups].map(([key, of]) => [...key.split('|'), String(of.length)])
  return paragraphs([
    '### Judged again by today’s policy',
    [said, wanted].filter((part) => part !== '').join(' '),
    rows.length === 0
      ? ''
      : table([['change', 'profile', 'policy then', 'then', 'today', 'rounds'], ...rows]),
  ])
}
