/**
 * What the jobs of a run leave for each other: one result per scenario group and attempt, under a
 * name that says both. A job that is run again leaves a second one, so of each group the newest
 * counts.
 */
export interface GroupResultName {
  readonly group: string
  /** From 1; which run of the same jobs it was. */
  readonly attempt: number
}

/** What a group may be called, wherever a name comes from somebody else. */
export const groupNamePattern = /^[a-z][a-z0-9]{0,30}$/

/** A pull request may have a few jobs; results of more groups than this are not ours. */
export const groupsMost = 8

const prefix = 'perf-result-'

/** As workflows name the artifact, e.g. `perf-result-main-1`. */
export function groupResultName({ group, attempt }: GroupResultName): string {
  return `${prefix}${group}-${attempt}`
}

/** Undefined for a name of any other form. */
export function parseGroupResultName(name: string): GroupResultName | undefined {
  const [, group, attempt] = /^perf-result-([a-z0-9]+)-([1-9][0-9]{0,5})$/.exec(name) ?? []
  if (group === undefined || !groupNamePattern.test(group)) return undefined
  return { group, attempt: Number(attempt) }
}

/**
 * Of each group the newest that is no newer than `attempt`; of two of one name the later in the
 * list.
 */
export function newestOfGroups<T extends GroupResultName>(
  all: readonly T[],
  attempt: number,
): Map<string, T> {
  const newest = new Map<string, T>()
  for (const one of all) {
    const known = newest.get(one.group)
    if (one.attempt > attempt || (known !== undefined && known.attempt > one.attempt)) continue
    newest.set(one.group, one)
  }
  return newest
}
