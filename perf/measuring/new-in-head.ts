import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { joinInvariants } from '../result/join-recordings.ts'
import type { RequestTotals, ScenarioRecording } from '../result/recording.ts'
import type { Session } from '../session/session.ts'
import { target } from '../target/contract.ts'

/**
 * A scenario of something that base cannot do: there is nothing to compare with. Head is then
 * measured against itself, so that its invariants and objectives are checked as ever, and what
 * base's place held is taken out of the recording: the judge calls metrics that only head has new.
 */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { operationId?: string }>>>>
}

/**
 * Whether base can be asked the same is told by method and path: an id is a name of head's
 * document, and who renames one has not made anything new.
 * @param operations ids of head's document @throws KnownFailure when head lacks one
 */
export async function isNewInHead(
  arms: Session['arms'],
  operations: readonly string[],
): Promise<boolean> {
  if (operations.length === 0) return false
  const [inBase, inHead] = await Promise.all([
    operationsOf(arms.base.folder),
    operationsOf(arms.head.folder),
  ])
  const unknown = operations.filter((id) => !inHead.has(id))
  if (unknown.length > 0) {
    const message = `the head arm's ${target.openApiFile} lacks ${unknown.join(', ')}`
    throw new KnownFailure('target', `${message}, expected an operation of that id`)
  }
  const answered = new Set(inBase.values())
  return operations.some((id) => !answered.has(inHead.get(id) ?? id))
}

/** Method and path of each, by id; a checkout without the document has none. */
async function operationsOf(armFolder: string): Promise<ReadonlyMap<string, string>> {
  const text = await documentOf(armFolder)
  if (text === undefined) return new Map()
  const { paths } = JSON.parse(text) as Document
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => {
        const asked = `${method} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`
        return [operationId ?? asked, asked] as const
      }),
    ),
  )
}

async function documentOf(armFolder: string): Promise<string | undefined> {
  try {
    return await readFile(join(armFolder, target.openApiFile), 'utf8')
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw failure
  }
}

export function headOnBothSides(session: Session): Session {
  const { head } = session.arms
  return { ...session, arms: { base: head, head } }
}

/**
 * Of head on both sides: only what head's own place gave is a figure, what either place did wrong
 * is head's.
 */
export function asNewInHead(recording: ScenarioRecording): ScenarioRecording {
  const { generations, invariants, requests, failure } = recording
  return {
    ...recording,
    generations: generations.map((generation) => ({ ...generation, base: {} })),
    invariants: joinInvariants(invariants.map((result) => ({ ...result, arm: 'head' as const }))),
    requests: requests === null ? null : blamedOnHead(requests.base, requests.head),
    ...(failure === undefined ? {} : { failure: { ...failure, arm: 'head' as const } }),
  }
}

function blamedOnHead(
  base: RequestTotals,
  head: RequestTotals,
): NonNullable<ScenarioRecording['requests']> {
  const completed = base.completed + head.completed
  const failed = base.failed + head.failed
  return { base: { completed: completed + failed, failed: 0 }, head: { completed, failed } }
}
