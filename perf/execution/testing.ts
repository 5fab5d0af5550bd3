import { type Profiler, Session } from 'node:inspector'
import { stripTypeScriptTypes } from 'node:module'
import { Script } from 'node:vm'
import { type CountedFunction, countedFunctions } from './counted-functions.ts'

/** What a script leaves for its passes to call. */
type Exports = Readonly<Record<string, (...values: never[]) => unknown>>

/**
 * Runs real source text in this very process and lets V8 count it. `source` is TypeScript and ends
 * with an expression in parentheses, the functions that `passes` call; each pass is counted for
 * itself.
 */
export function executed(
  file: string,
  source: string,
  ...passes: readonly ((exports: Exports) => void)[]
): CountedFunction[] {
  scripts += 1
  const url = `executed-${scripts}.js`
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  try {
    const stripped = stripTypeScriptTypes(source)
    const exports = new Script(stripped, { filename: url }).runInNewContext() as Exports
    const known = takeFrom(session, url)
    const counted = passes.map((pass) => {
      pass(exports)
      return takeFrom(session, url)
    })
    return countedFunctions({ file, source: stripped, known, passes: counted })
  } finally {
    session.post('Profiler.stopPreciseCoverage')
    session.disconnect()
  }
}

/** V8 keeps scripts that were run before: each has a name of its own. */
let scripts = 0

/** A session in its own process answers before `post` returns. */
function takeFrom(session: Session, script: string): readonly Profiler.FunctionCoverage[] {
  let functions: readonly Profiler.FunctionCoverage[] = []
  session.post('Profiler.takePreciseCoverage', (_error, { result }) => {
    functions = result.find(({ url }) => url === script)?.functions ?? []
  })
  return functions
}
