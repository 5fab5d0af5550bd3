/** Payloads as GitHub sends them, cut down to what is read. */
export interface RunEvent {
  readonly runId: number
  readonly attempt?: number
  readonly trigger?: string
  readonly conclusion?: string
  readonly headSha: string
  readonly branch?: string
  readonly repository?: string
  /** Full name of the fork; the repository itself when absent. */
  readonly headRepository?: string
  readonly pullRequests?: readonly number[]
}

export function workflowRunPayload(event: RunEvent): Record<string, unknown> {
  const repository = event.repository ?? 'acme/shop'
  const headRepository = event.headRepository ?? repository
  return {
    action: 'completed',
    workflow_run: {
      id: event.runId,
      name: 'perf',
      run_attempt: event.attempt ?? 1,
      event: event.trigger ?? 'pull_request',
      status: 'completed',
      conclusion: event.conclusion ?? 'success',
      html_url: `https://github.com/${repository}/actions/runs/${event.runId}`,
      head_sha: event.headSha,
      head_branch: event.branch ?? 'change',
      head_repository: { full_name: headRepository, owner: { login: ownerOf(headRepository) } },
      pull_requests: (event.pullRequests ?? []).map((number) => ({ number })),
    },
    repository: repositoryPayload(repository),
  }
}

export function pullRequestPayload(event: {
  readonly number: number
  readonly repository: string
  readonly branch: string
  readonly headSha: string
  readonly baseSha: string
}): Record<string, unknown> {
  const repo = repositoryPayload(event.repository)
  return {
    action: 'synchronize',
    number: event.number,
    pull_request: {
      number: event.number,
      head: { ref: event.branch, sha: event.headSha, repo },
      base: { ref: 'main', sha: event.baseSha, repo },
    },
    repository: repo,
  }
}

function repositoryPayload(fullName: string): Record<string, unknown> {
  return { full_name: fullName, default_branch: 'main', owner: { login: ownerOf(fullName) } }
}

export function ownerOf(fullName: string): string {
  return fullName.split('/')[0] ?? ''
}
