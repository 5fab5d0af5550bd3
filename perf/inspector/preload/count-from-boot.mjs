/**
 * Runs inside the system process before its own code, in passes that count and time nothing. Plain
 * JavaScript, because it must not depend on the system's Node.
 */
import { Session } from 'node:inspector'
import { getHeapStatistics } from 'node:v8'
import { countHttpCalls } from './http-calls.mjs'
import { countResponseBytes } from './response-bytes.mjs'

const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

const httpCalls = {}
const responseBytes = {}
countHttpCalls(httpCalls)
countResponseBytes(responseBytes)

/**
 * What process-counts.ts reads. Coverage ends with the session that asked for it, so it is held
 * here.
 */
globalThis[Symbol.for('plumbline')] = {
  session,
  read: () => ({
    httpCalls,
    responseBytes,
    allocatedBytes: getHeapStatistics().total_allocated_bytes,
  }),
}
