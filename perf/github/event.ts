import { readFile } from 'node:fs/promises'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { KnownFailure } from '../errors.ts'

const Sha = Type.String({ pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$' })
const Login = Type.Object({ login: Type.String({ minLength: 1 }) })

/**
 * The parts of a `workflow_run` payload that are read; source: GitHub docs, webhook events and
 * payloads.
 */
const WorkflowRunEvent = Type.Object({
  action: Type.Literal('completed'),
  workflow_run: Type.Object({
    id: Type.Integer({ minimum: 1 }),
    run_attempt: Type.Integer({ minimum: 1 }),
    event: Type.String(),
    conclusion: Type.Union([Type.String(), Type.Null()]),
    html_url: Type.String({ pattern: '^https?://[^\\s()<>"]+$' }),
    head_sha: Sha,
    head_branch: Type.Union([Type.String(), Type.Null()]),
    /** Null once the fork was deleted. */
    head_repository: Type.Union([
      Type.Object({ full_name: Type.String(), owner: Login }),
      Type.Null(),
    ]),
    /** Empty for forks. */
    pull_requests: Type.Array(Type.Object({ number: Type.Integer({ minimum: 1 }) })),
  }),
})
const validator = Compile(WorkflowRunEvent)

/** The run whose result is to be published, as GitHub, not the artifact, tells it. */
export interface CompletedRun {
  readonly runId: number
  readonly attempt: number
  readonly trigger: string
  readonly conclusion: string | null
  readonly url: string
  readonly headSha: string
  readonly headBranch: string | null
  readonly headRepository: { readonly owner: string; readonly fullName: string } | null
  readonly listedPullRequests: readonly number[]
}

export async function readCompletedRun(eventPath: string): Promise<CompletedRun> {
  const text = await readFile(eventPath, 'utf8').catch((cause: unknown) => {
    throw new KnownFailure('input', `event ${eventPath} cannot be read, expected a JSON file`, {
      cause,
    })
  })
  return parseCompletedRun(text)
}

export function parseCompletedRun(text: string): CompletedRun {
  const payload = parseJson(text)
  if (!validator.Check(payload)) {
    const where = validator.Errors(payload)[0]?.instancePath || '/'
    throw new KnownFailure(
      'input',
      `event is not a completed workflow_run at ${where}, expected GitHub's payload of that name`,
      { remedy: 'run `perf comment` from a workflow that is triggered by workflow_run: completed' },
    )
  }
  const run = payload.workflow_run
  return {
    runId: run.id,
    attempt: run.run_attempt,
    trigger: run.event,
    conclusion: run.conclusion,
    url: run.html_url,
    headSha: run.head_sha,
    headBranch: run.head_branch,
    headRepository: run.head_repository && {
      owner: run.head_repository.owner.login,
      fullName: run.head_repository.full_name,
    },
    listedPullRequests: run.pull_requests.map((pull) => pull.number),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new KnownFailure('input', 'event is not JSON, expected a workflow_run payload', { cause })
  }
}
