import type { GithubConfig } from '../github/config.ts'
import type { ScenarioGroup } from '../scenarios/groups.ts'

/** What `perf comment` needs to know of the workflow that runs it. */
export interface CommentConfig {
  readonly github: GithubConfig
  /** GITHUB_EVENT_PATH: the `workflow_run` payload. */
  readonly eventPath: string
  /** RUNNER_TEMP: a folder for the downloaded archive, removed afterwards. */
  readonly temporaryFolder: string
  /** GITHUB_STEP_SUMMARY, where there is one. */
  readonly jobSummaryPath: string | undefined
  /** Login of whoever the token belongs to; comments of others are never touched. */
  readonly author: string
  /** Folder of this checkout's baselines. */
  readonly baselinesFolder: string
  /** What the repository asks pull requests for. */
  readonly groups: readonly ScenarioGroup[]
}
