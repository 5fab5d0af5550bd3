import { basename, normalize } from 'node:path'
import { relativeFile } from '../code-places/arm-file.ts'
import { codePlace } from '../code-places/code-place.ts'
import type { CodePlace } from '../result/evidence.ts'
import type { DumpedFunction } from './callgrind-file.ts'
import type { FunctionInstructions } from './function-instructions.ts'
import type { GeneratedCode } from './generated-code.ts'

export interface PlaceOptions {
  /** Of JavaScript; undefined for a process that generates no code. */
  readonly generated?: GeneratedCode
  /** With all links followed, because so V8 names files. */
  readonly armFolder?: string
}

/**
 * Where the functions of a dump stand. JavaScript has its file and line from V8's map; native code
 * has its source file where the program has debug information, and else the program's name.
 */
export function placed(
  functions: readonly DumpedFunction[],
  options: PlaceOptions,
): FunctionInstructions[] {
  return functions.map((dumped) => ({
    place: placeOf(dumped, options),
    instructions: dumped.instructions,
  }))
}

function placeOf({ name, file, object }: DumpedFunction, options: PlaceOptions): CodePlace {
  // A recursion is dumped as a function of its own, with its depth behind an apostrophe.
  const own = name.replace(/'\d+$/, '')
  if (object !== undefined) return codePlace(own, normalize(file ?? basename(object)), 0)
  const address = /^0x[\da-f]+$/.test(own) ? BigInt(own) : undefined
  const found = address === undefined ? undefined : options.generated?.at(address)
  if (found === undefined) return codePlace('(generated code)', '', 0)
  return codePlace(found.name, relativeFile(found.file, options.armFolder), found.line)
}
