import { parseFlags, refuseWords } from '../../perf/parse-flags.ts'
import { failureTeller } from '../../perf/tell-failures.ts'

/**
 * For an npm script that takes nothing but `--help`: prints its usage, or refuses what else it is
 * given. A flag that is passed over in silence would be taken for obeyed.
 * @returns the exit code to end with, undefined when there is work to do
 */
export function endedByArguments(
  argv: readonly string[],
  command: string,
  usage: string,
): 0 | 2 | undefined {
  const owner = { command, help: `${command} -- --help` }
  try {
    const options = { help: { type: 'boolean', short: 'h' } } as const
    const { positionals, values } = parseFlags(argv, options, owner)
    refuseWords(positionals, owner)
    if (values.help !== true) return undefined
    console.log(usage)
    return 0
  } catch (failure) {
    failureTeller(console.error).first(failure)
    return 2
  }
}
