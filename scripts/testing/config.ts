import path from 'node:path'
import { defaultCacheFolder } from '../../perf/environment/config.ts'

/** Apart from the runs of the command line, so that `perf clean` and a test run never meet. */
export function testStateFolder(): string {
  return path.join(defaultCacheFolder(), 'test-runs')
}

export function searchPath(): string {
  return process.env['PATH'] ?? ''
}
