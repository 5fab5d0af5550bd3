import type { Client } from 'pg'

/** One line of the source's verification list (R3.30 to R3.34), with what was seen. */
export interface Check {
  readonly requirement: string
  readonly what: string
  readonly isMet: boolean
  readonly evidence: string
}

/** Text of a line; `isMet` is asked of what was seen, never assumed. */
export function check(requirement: string, what: string, isMet: boolean, evidence: string): Check {
  return { requirement, what, isMet, evidence }
}

export function checkLine({ requirement, what, isMet, evidence }: Check): string {
  return `${isMet ? 'PASS' : 'FAIL'}  ${requirement}  ${what}: ${evidence}`
}

/** Rows of one query on the system's own database. */
export async function rowsOf<Row extends object>(client: Client, sql: string): Promise<Row[]> {
  return (await client.query<Row>(sql)).rows
}

/** What could not even be asked is not met, and says why. */
export async function orUnmet(
  requirement: string,
  what: string,
  ask: () => Promise<Check>,
): Promise<Check> {
  try {
    return await ask()
  } catch (failure) {
    const said = failure instanceof Error ? failure.message : String(failure)
    return check(requirement, what, false, `could not be asked: ${said}`)
  }
}
