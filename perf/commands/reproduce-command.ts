import { instructionsFlag, mainScenarios, profiles, type RunConfig } from '../config.ts'
import { shellWord } from '../shell-word.ts'
import type { Revisions } from '../target/revisions.ts'

/**
 * The command that repeats a run, for a shell. Whatever decides what is measured or judged is in
 * it, unless it is the default; addresses of services may hold a password and are never in it.
 */
export function reproduceCommand(
  config: RunConfig,
  { base, head }: Pick<Revisions, 'base' | 'head'>,
): string {
  const {
    profile,
    scenarioGlob,
    services,
    durability,
    lane,
    requireBaselines,
    instructions,
    seed,
  } = config
  const isUsualLength = profile.looks === profiles[profile.name].looks
  return [
    'npm run perf --',
    `--profile ${profile.name}`,
    `--base ${base.commit.slice(0, 12)}`,
    ...(head.dirty ? [] : [`--head ${head.commit.slice(0, 12)}`]),
    ...(scenarioGlob === mainScenarios ? [] : [`--scenario ${shellWord(scenarioGlob)}`]),
    ...(isUsualLength ? [] : [`--generations ${profile.looks.at(-1)}`]),
    ...(services === 'auto' ? [] : [`--services ${services}`]),
    ...(durability === 'process-crash' ? [] : [`--durability ${durability}`]),
    ...(lane === undefined ? [] : [`--lane ${lane}`]),
    ...(requireBaselines ? ['--require-baselines'] : []),
    ...instructionsFlag(instructions, profile.name),
    `--seed ${seed}`,
  ].join(' ')
}
