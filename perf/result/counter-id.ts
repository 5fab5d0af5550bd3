/**
 * Counters are named `<group>/<name>`; a name is free text and may hold slashes of its own, as a
 * statement does. Two names are the judge's: the group's total, and the sum of its exact members.
 */
export const totalName = 'total'
export const exactSumName = 'total-exact'

/**
 * Those that something is decided or said about; a recording may hold others, which are exact or
 * inform.
 */
export const counterGroups = [
  'sql.calls',
  'sql.rows',
  'sql.blocks',
  'wal.records',
  'wal.bytes',
  'redis.commands',
  'kafka.messages',
  'kafka.bytes',
  'http.calls',
  'http.response-bytes',
  'memory.allocated',
  'io.reads',
  'io.writes',
  'execution',
  'instructions.system',
  'instructions.postgres',
  'cpu',
] as const
export type CounterGroup = (typeof counterGroups)[number]

/** All of an id that has no name. */
export function groupOf(id: string): string {
  return splitId(id)[0]
}

export function totalOf<Group extends string>(group: Group) {
  return `${group}/${totalName}` as const
}

/** Of the group's exact counters alone. */
export function exactSumOf(group: string): string {
  return `${group}/${exactSumName}`
}

/** Group and name; the name is empty where there is none. */
export function splitId(id: string): readonly [group: string, name: string] {
  const cut = id.indexOf('/')
  return cut < 0 ? [id, ''] : [id.slice(0, cut), id.slice(cut + 1)]
}

/**
 * Which code ran by a clock in neither pass differs from run to run, and with it what this sum is
 * of.
 */
export const executionTotal = totalOf('execution' satisfies CounterGroup)

/** Of one kind of process, under Valgrind. */
export const instructionGroup = (process: 'system' | 'postgres') =>
  `instructions.${process}` as const satisfies CounterGroup
export const instructionTotal = (process: 'system' | 'postgres') =>
  totalOf(instructionGroup(process))

export const isInstructions = (id: string): boolean => id.startsWith('instructions.')

export function isTotal({ id }: { readonly id: string }): boolean {
  const [group, name] = splitId(id)
  return group !== '' && (name === totalName || isExactSum(id))
}

/** Which members such a sum has depends on the run: it is compared within a run only. */
export function isExactSum(id: string): boolean {
  const [group, name] = splitId(id)
  return (group !== '' && name === exactSumName) || id === executionTotal
}
