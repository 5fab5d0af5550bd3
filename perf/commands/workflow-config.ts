import { KnownFailure } from '../errors.ts'
import { defaultRetryPolicy, type GithubConfig, workflowTokenAuthor } from '../github/config.ts'
import { selectGroups } from '../scenarios/groups.ts'
import type { CommentConfig } from './comment-config.ts'
import type { ProposalConfig } from './propose-baselines.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What GitHub Actions sets for every step, and the token that the workflow passes to this one. */
export function githubConfigFrom(environment: Environment): GithubConfig {
  const fullName = required(environment, 'GITHUB_REPOSITORY')
  const [owner, repo, ...rest] = fullName.split('/')
  if (!owner || !repo || rest.length > 0) {
    throw new KnownFailure('usage', `GITHUB_REPOSITORY is "${fullName}", expected owner/name`)
  }
  return {
    apiUrl: required(environment, 'GITHUB_API_URL'),
    token: required(environment, 'GITHUB_TOKEN'),
    repository: { owner, repo },
    retry: defaultRetryPolicy,
  }
}

export function commentConfigFrom(
  environment: Environment,
  baselinesFolder: string,
): CommentConfig {
  return {
    github: githubConfigFrom(environment),
    eventPath: required(environment, 'GITHUB_EVENT_PATH'),
    temporaryFolder: required(environment, 'RUNNER_TEMP'),
    jobSummaryPath: environment['GITHUB_STEP_SUMMARY'] || undefined,
    author: workflowTokenAuthor,
    baselinesFolder,
    groups: selectGroups(environment['PERF_SCENARIO'] || undefined),
  }
}

export function proposalConfigFrom(
  environment: Environment,
  repositoryFolder: string,
): ProposalConfig {
  const github = githubConfigFrom(environment)
  const runId = required(environment, 'GITHUB_RUN_ID')
  const { owner, repo } = github.repository
  return {
    github,
    repositoryFolder,
    baseBranch: required(environment, 'GITHUB_REF_NAME'),
    runId,
    runAttempt: required(environment, 'GITHUB_RUN_ATTEMPT'),
    runUrl: `${required(environment, 'GITHUB_SERVER_URL')}/${owner}/${repo}/actions/runs/${runId}`,
  }
}

function required(environment: Environment, name: string): string {
  const value = environment[name]
  if (value !== undefined && value !== '') return value
  throw new KnownFailure('usage', `${name} is not set, expected it inside a GitHub workflow`, {
    remedy: 'run this from .github/workflows, with GITHUB_TOKEN in the env of the step',
  })
}
