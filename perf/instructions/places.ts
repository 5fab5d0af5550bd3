import { basename, normalize } from 'node:path'
import type { CodePlace } from '../result/evidence.ts'
import type { DumpedFunction } from './callgrind-file.ts'
import type { FunctionInstructions } from './function-instructions.ts'
import type { GeneratedCode } from './generated-code.ts'

/**
 * Where a function of a dump stands. JavaScript has its file and line from V8's map; native code has its
 * source file where the program has debug information, and else the program's name.
 */
export interface PlaceOptions {
  /** Of JavaScript; undefined for a process that generates no code. */
  readonly generated?: GeneratedCode
  /** With all links followed, because so V8 names files. */
  readonly armFolder?: string
}

const longestName = 300
const longestFile = 500

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
  if (object !== undefined) return place(own, normalize(file ?? basename(object)), 0)
  const address = /^0x[\da-f]+$/.test(own) ? BigInt(own) : undefined
  const found = address === undefined ? undefined : options.generated?.at(address)
  if (found === undefined) return place('(generated code)', '', 0)
  const name_ = found.name === '' ? '(anonymous)' : found.name
  return place(name_, relativeFile(found.file, options.armFolder), found.line)
}

function place(name: string, file: string, line: number): CodePlace {
  return { function: name.slice(0, longestName), file: file.slice(0, longestFile), line }
}

/** Installed packages are linked into a checkout, and their own folder is where V8 says they are. */
function relativeFile(file: string, armFolder: string | undefined): string {
  const path = file.startsWith('file://') ? decodeURI(file.slice('file://'.length)) : file
  if (armFolder !== undefined && path.startsWith(`${armFolder}/`)) {
    return path.slice(armFolder.length + 1)
  }
  const installed = path.indexOf('/node_modules/')
  return installed === -1 ? path : path.slice(installed + 1)
}
