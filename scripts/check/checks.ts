/** The checks of `npm run check`: each is a command line, and what to do when it fails. */
export interface Check {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  readonly remedy: string
  /** Rough peak, so that a small machine does not run all of them at once. */
  readonly memoryMb: number
}

export const checks: readonly Check[] = [
  {
    name: 'types',
    command: ['tsc', '-p', '.'],
    remedy: 'mend the types; tsconfig.json stays strict',
    memoryMb: 800,
  },
  {
    name: 'types of the page',
    command: ['tsc', '-p', 'system/dashboard/page'],
    remedy: 'mend the types; what runs in a browser knows the DOM and no Node',
    memoryMb: 300,
  },
  {
    name: "types of the page's tests",
    command: ['tsc', '-p', 'system/dashboard/tests'],
    remedy: 'mend the types; these tests alone know both Node and the DOM',
    memoryMb: 600,
  },
  {
    name: 'lint',
    command: ['oxlint'],
    remedy: 'npx oxlint --fix mends some; an ignore needs its reason beside it',
    memoryMb: 1000,
  },
  { name: 'format', command: ['oxfmt', '--check', '.'], remedy: 'npx oxfmt .', memoryMb: 100 },
  {
    name: 'dead code',
    command: ['knip', '--no-progress'],
    remedy: 'remove what nothing uses, or name a new entry point in knip.json',
    memoryMb: 600,
  },
]

/**
 * How many checks run at once.
 * @param cores of the machine
 * @param availableMb memory that can be had without swapping
 */
export function checksAtOnce(cores: number, availableMb: number): number {
  const largestMb = Math.max(...checks.map((check) => check.memoryMb))
  const fitting = Math.floor(availableMb / largestMb)
  return Math.max(1, Math.min(cores, fitting, checks.length))
}
