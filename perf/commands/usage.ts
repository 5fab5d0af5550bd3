import { commandNames, flagNames, type Flags, takesFlag } from '../flags.ts'

/** The command that the words begin with: `load`, `baseline show`, or `baseline` for all of it. */
export function commandOf([name = '', action = '']: readonly string[]): string | undefined {
  const both = `${name} ${action}`
  if (commandNames.includes(both)) return both
  return namesOf(name).length > 0 ? name : undefined
}

function namesOf(command: string): string[] {
  return commandNames.filter((name) => name === command || name.startsWith(`${command} `))
}

/**
 * What of `usage.txt` concerns one command: its own lines, the flags that it takes, the exit codes.
 * Pure. Where several commands have a flag of one name, that of the command's own section counts.
 */
export function usageOf(usage: string, command: string): string {
  const names = namesOf(command)
  const taken = flagNames.filter((flag) => names.some((name) => takesFlag(name, flag as FlagName)))
  const sections = usage.split(sectionStart)
  const commands = entriesOf(sections.find((text) => text.startsWith('Commands\n')) ?? '')
  const own = sections.filter((text) => isOwn(text, command))
  const others = sections.filter((text) => isOfFlags(text) && !own.includes(text))
  // Two sections may say the same of a flag.
  const entries = [...new Set([...own, ...others].flatMap(entriesOf))]
  const chosen = new Set(taken.map((flag) => firstOf(entries, flag)))
  return [
    `Usage: npm run perf -- ${command}${taken.length === 0 ? '' : ' [flags]'}\n`,
    commands.filter((entry) => names.some((name) => isOfCommand(entry, name))).join(''),
    ...(taken.length === 0
      ? []
      : [`Flags\n${entries.filter((entry) => chosen.has(entry)).join('')}`]),
    sections.find((text) => text.startsWith('Exit codes')) ?? '',
  ].join('\n')
}

type FlagName = keyof Flags

const sectionStart = /^(?=Commands|Flags|Other flags|Without|Exit codes)/m
const isOfFlags = (section: string) => /^(?:Other flags|Flags)/.test(section)

function isOwn(section: string, command: string): boolean {
  const [, commands = ''] = /^Flags of ([^\n]*?)(?:, beside|\n)/.exec(section) ?? []
  return commands.split(/, | and /).includes(command)
}

/** Each begins after two blanks and goes on further to the right. */
function entriesOf(section: string): string[] {
  return [...section.matchAll(/^ {2}\S.*\n(?: {8,}.*\n)*/gm)].map(([entry]) => entry)
}

const firstOf = (entries: readonly string[], flag: string) =>
  entries.find((entry) => new RegExp(`^ {2}(?:--.*)?--${flag}\\b(?!-)`).test(entry)) ?? ''

/** The names are those before the first two blanks. */
function isOfCommand(entry: string, name: string): boolean {
  const [names = ''] = entry.trimStart().split(/ {2}|\n/, 1)
  return names.replace(' [COMMAND]', '').split(', ').includes(name)
}
