/**
 * Runs inside the system process before its own code, in passes that count and time nothing. Plain
 * JavaScript, because it must not depend on the system's Node.
 */
import { Session } from 'node:inspector'
import { getHeapStatistics } from 'node:v8'
import { countHttpCalls } from './http-calls.mjs'
import { countResponseBytes } from './response-bytes.mjs'

// V8 gives a function block counters only if it compiles it while precise coverage is on; what comes out
// of Node's compile cache has none.
// oxlint-disable-next-line node/no-process-env -- this is the system process: it is told, not asked.
process.env.NODE_DISABLE_COMPILE_CACHE = '1'
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

const httpCalls = {}
const responseBytes = {}
countHttpCalls(httpCalls)
countResponseBytes(responseBytes)

/** What process-counts.ts reads. Coverage ends with the session that asked for it, so it is held here. */
globalThis[Symbol.for('plumbline')] = {
  session,
  read: () => ({
    httpCalls,
    responseBytes,
    allocatedBytes: getHeapStatistics().total_allocated_bytes,
  }),
}
