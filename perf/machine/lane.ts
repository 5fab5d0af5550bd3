/**
 * A lane is a class of machine whose figures may be compared at all: `github-ubuntu-4cpu`,
 * `github-macos-3cpu`, `self-hosted-linux-8cpu`, `local-2cpu`. GitHub's hosted images name
 * themselves by `ImageOS` (ubuntu24, macos15); their version is part of the fingerprint, not of the
 * lane.
 */
export function laneOf(
  machine: { readonly cores: number },
  variables: Readonly<Record<string, string | undefined>>,
): string {
  return `${placeOf(variables)}-${machine.cores}cpu`
}

/** Where a lane name may become a folder name. */
export const lanePattern = /^[a-z0-9]+(?:-[a-z0-9]+)*-[1-9][0-9]*cpu$/

function placeOf(variables: Readonly<Record<string, string | undefined>>): string {
  if (variables['GITHUB_ACTIONS'] !== 'true') return 'local'
  const system = wordOf(variables['RUNNER_OS']) ?? 'linux'
  if (variables['RUNNER_ENVIRONMENT'] === 'self-hosted') return `self-hosted-${system}`
  const image = wordOf(variables['ImageOS']?.replace(/[0-9.]+$/, ''))
  return `github-${image ?? (system === 'linux' ? 'ubuntu' : system)}`
}

function wordOf(text: string | undefined): string | undefined {
  const word = text?.toLowerCase().replaceAll(/[^a-z0-9]+/g, '') ?? ''
  return word === '' ? undefined : word
}
