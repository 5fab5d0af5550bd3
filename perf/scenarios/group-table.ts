/**
 * Which scenarios a pull request measures together. Each group is a job on a machine of its own, cut to what one
 * run of profile `pr` has time for: two scenarios, which in `main` take 7 min 40 s, the median of the self-checks in
 * `docs/judge.md`. Every scenario is in one group; the negative control is added to each.
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
