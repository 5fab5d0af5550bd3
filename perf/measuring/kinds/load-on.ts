import type { LoadGenerator, LoadRequest, LoadResult } from '../../load/load.ts'
import type { SystemProcess } from '../../target/system-process.ts'

/**
 * One load on one system. When the system dies, its load is ended and waited for before the death
 * is told: the next generation needs the same generator idle.
 */
export async function loadOn(
  system: Pick<SystemProcess, 'guard'>,
  generator: Pick<LoadGenerator, 'run'>,
  request: LoadRequest,
): Promise<LoadResult> {
  const ending = new AbortController()
  const load = generator.run(request, ending.signal)
  try {
    return await system.guard(load)
  } catch (failure) {
    ending.abort(failure)
    await load.catch(() => {
      // Either this very failure or the abort that follows from it.
    })
    throw failure
  }
}
