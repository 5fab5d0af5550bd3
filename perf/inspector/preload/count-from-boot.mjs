/**
 * Runs inside the system process before its own code, in passes that count executions and time nothing.
 * V8 gives a function block counters only if it compiles it while precise coverage is on; what comes out
 * of Node's compile cache has none. Plain JavaScript, because it must not depend on the system's Node.
 */
import { Session } from 'node:inspector'

// oxlint-disable-next-line node/no-process-env -- this is the system process: it is told, not asked.
process.env.NODE_DISABLE_COMPILE_CACHE = '1'
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
// Coverage ends with the session that asked for it, and a session nobody holds could be collected.
globalThis[Symbol.for('plumbline.coverage')] = session
