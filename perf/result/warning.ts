import type { Warning } from './document.ts'

/** One that is told; one that fails the run says so where it is made. */
export function warning(code: string, message: string): Warning {
  return { code, message, gate: false }
}
