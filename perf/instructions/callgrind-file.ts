/**
 * A dump of callgrind, read for what each function itself executed; what it called is left to
 * those. The format is that of the Callgrind manual, "Callgrind Format Specification": names are
 * written once and referred to by number afterwards, and the line after `calls=` is the cost of the
 * callee.
 *
 * The dumps are made with `--dump-line=no` and of one event, instructions.
 */
export interface CallgrindDump {
  /** Since the dump before. */
  readonly instructions: number
  readonly functions: readonly DumpedFunction[]
}

export interface DumpedFunction {
  /** An address in hexadecimal where the program has no name for its code. */
  readonly name: string
  /** Source file; undefined where the object has no debug information. */
  readonly file: string | undefined
  /** The program or library; undefined for code that was generated while it ran. */
  readonly object: string | undefined
  readonly instructions: number
}

const unknown = '???'

export function parseCallgrind(text: string): CallgrindDump {
  const reader = new DumpReader()
  for (const line of text.split('\n')) reader.read(line)
  return reader.dump()
}

class DumpReader {
  /** Of objects, files and functions: each kind counts for itself. */
  readonly #names = {
    ob: new Map<string, string>(),
    fl: new Map<string, string>(),
    fn: new Map<string, string>(),
  }
  readonly #functions = new Map<string, DumpedFunction>()
  #object: string | undefined
  #file: string | undefined
  #function = unknown
  #calleeFollows = false
  #total: number | undefined

  read(line: string): void {
    const specification = /^(c?)(ob|fl|fi|fe|fn)=(.*)$/.exec(line)
    if (specification !== null) this.#specify(specification)
    else if (line.startsWith('calls=')) this.#calleeFollows = true
    else if (/^[\d+*-]/.test(line)) this.#cost(line)
    else if (line.startsWith('totals:')) this.#total = Number(line.slice('totals:'.length))
  }

  dump(): CallgrindDump {
    if (this.#total === undefined)
      throw new Error('a callgrind dump has no totals, expected it whole')
    return { instructions: this.#total, functions: [...this.#functions.values()] }
  }

  /** A callee's names (`cob`, `cfi`, `cfn`) are read for their numbers alone. */
  #specify([, callee, kind, value = '']: RegExpExecArray): void {
    const names = this.#names[kind === 'ob' || kind === 'fn' ? kind : 'fl']
    const name = nameOf(value, names)
    if (callee !== '') return
    const known = name === unknown ? undefined : name
    if (kind === 'ob') this.#object = known
    else if (kind === 'fn') this.#function = name
    // `fi` and `fe` are of code that was inlined, and belong to the function all the same.
    else if (kind === 'fl') this.#file = known
  }

  #cost(line: string): void {
    if (this.#calleeFollows) {
      this.#calleeFollows = false
      return
    }
    const instructions = Number(line.split(' ')[1] ?? 0)
    const key = `${this.#object}\n${this.#function}`
    const { instructions: before } = this.#functions.get(key) ?? { instructions: 0 }
    this.#functions.set(key, {
      name: this.#function,
      file: this.#file,
      object: this.#object,
      instructions: before + instructions,
    })
  }
}

/** `(7) name` gives the name a number, `(7)` refers to it. */
function nameOf(value: string, names: Map<string, string>): string {
  const [, number, name] = /^\((\d+)\)(?: (.*))?$/.exec(value) ?? []
  if (number === undefined) return value
  if (name !== undefined) names.set(number, name)
  return names.get(number) ?? unknown
}
