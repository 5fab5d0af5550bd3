import { noValue } from '../../counts.ts'

/** A share that is not quite all is never written as all: 99.996 % for 809,970 of 810,000. */
export function successText(completed: number, offered: number): string {
  if (offered === 0) return noValue
  if (completed >= offered) return '100 %'
  const percent = (100 * completed) / offered
  const digits = percent > mostlyAll ? 3 : 1
  const floored = Math.floor(percent * 10 ** digits) / 10 ** digits
  return `${floored.toFixed(digits)} %`
}

const mostlyAll = 99.9
