import { grouped } from '../../counts.ts'

const minorPerMajor = 100n

/** Every currency of the gateway has two decimals. */
export function majorText(minor: string): string {
  const amount = BigInt(minor)
  const [sign, size] = amount < 0n ? ['-', -amount] : ['', amount]
  return `${sign}${size / minorPerMajor}.${String(size % minorPerMajor).padStart(2, '0')}`
}

/** For people: 45,678,901.23 */
export function majorGrouped(minor: string): string {
  const [whole = '0', cents = '00'] = majorText(minor).split('.')
  return `${BigInt(whole).toLocaleString('en-US')}.${cents}`
}

/** Short, where a line has to hold many of them: 45.7M */
export function majorShort(minor: string): string {
  const major = Number(BigInt(minor) / minorPerMajor)
  const step = steps.find(({ least }) => Math.abs(major) >= least)
  if (step === undefined) return grouped(major)
  return `${(major / step.least).toPrecision(3)}${step.name}`
}

const steps = [
  { least: 1e12, name: 'T' },
  { least: 1e9, name: 'G' },
  { least: 1e6, name: 'M' },
  { least: 1e3, name: 'k' },
] as const
