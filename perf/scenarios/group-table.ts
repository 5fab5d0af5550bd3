/**
 * Which scenarios a pull request measures together. Each group is a job on a machine of its own, so
 * that groups wait for nobody; two scenarios each, because a look that would end after the ten
 * minutes of profile `pr` is left out, and what a group has more of is time that its looks lack.
 * Every scenario is in one group; the negative control is added to each.
 */
export interface DeclaredGroup {
  /** Of lower-case letters and digits: it becomes part of the names of artifacts and jobs. */
  readonly name: string
  readonly scenarios: readonly string[]
}

export const groupTable: readonly DeclaredGroup[] = [
  { name: 'main', scenarios: ['payments', 'reconciliation'] },
  { name: 'interbank', scenarios: ['fx', 'netting'] },
  { name: 'reporting', scenarios: ['export', 'realtime'] },
]
