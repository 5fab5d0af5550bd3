import { type CodePlace, fileNameMost, functionNameMost } from '../result/evidence.ts'

/**
 * `code-places/` says where code stands, so that a place has one name in both arms, whoever tells
 * of it: a profile, V8's coverage, its map of generated code. Which function of base is which of
 * head is left to `execution/` and `explain/`. It is pure.
 */
export const anonymous = '(anonymous)'

export function functionName(name: string): string {
  return name === '' ? anonymous : name
}

/** As much of the names as the evidence carries. */
export function codePlace(name: string, file: string, line: number): CodePlace {
  return {
    function: functionName(name).slice(0, functionNameMost),
    file: file.slice(0, fileNameMost),
    line,
  }
}
