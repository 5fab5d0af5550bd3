/**
 * Counters are named `<group>/<name>`; a name is free text and may hold slashes of its own, as a statement
 * does. Two names are the judge's: the group's total, and the sum of its exact members.
 */
export const totalName = 'total'
export const exactSumName = 'total-exact'
/** Which code ran by a clock in neither pass differs from run to run, and with it what this sum is of. */
export const executionTotal = 'execution/total'

/** Of one kind of process, under Valgrind. */
export const instructionGroup = (process: 'system' | 'postgres') => `instructions.${process}`
export const instructionTotal = (process: 'system' | 'postgres') =>
  `${instructionGroup(process)}/${totalName}`

export const isInstructions = (id: string): boolean => id.startsWith('instructions.')

export function isTotal({ id }: { readonly id: string }): boolean {
  return nameOf(id) === totalName || isExactSum(id)
}

/** Which members such a sum has depends on the run: it is compared within a run only. */
export function isExactSum(id: string): boolean {
  return nameOf(id) === exactSumName || id === executionTotal
}

function nameOf(id: string): string | undefined {
  const cut = id.indexOf('/')
  return cut <= 0 ? undefined : id.slice(cut + 1)
}
