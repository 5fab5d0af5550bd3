import { relativeFile } from '../../code-places/arm-file.ts'
import { codePlace } from '../../code-places/code-place.ts'
import type { CodePlace } from '../../result/evidence.ts'
import type { CallFrame } from './sampled-profile.ts'

/** Where a profiled function stands. V8 counts lines from 0; native code has none. */
export function placeOf(
  { functionName, url, lineNumber }: CallFrame,
  armFolder: string,
): CodePlace {
  const file = relativeFile(url, armFolder)
  return codePlace(functionName, file, file === '' ? 0 : Math.max(0, lineNumber + 1))
}
