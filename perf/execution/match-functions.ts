import type { CountedFunction } from './counted-functions.ts'

/**
 * Which function of base is which of head. One that kept its file and its place among functions is
 * itself, whatever became of its text; one that kept its text is itself, wherever it went. A
 * renamed file is known by the functions that moved into it together.
 */
export interface FunctionMatch {
  readonly base: CountedFunction | undefined
  readonly head: CountedFunction | undefined
}

type Key = (one: CountedFunction) => string

/** Shorter texts, such as `() => resolve()`, are told apart only by where they stand. */
const tellingTokens = 12

export function matchFunctions(
  base: readonly CountedFunction[],
  head: readonly CountedFunction[],
): FunctionMatch[] {
  const open = { base: new Set(base), head: new Set(head) }
  const matches: FunctionMatch[] = []
  const round = (key: Key, admits: (one: CountedFunction) => boolean = () => true) => {
    const waiting = Map.groupBy([...open.head].filter(admits), key)
    for (const one of [...open.base].filter(admits)) {
      const other = waiting.get(key(one))?.shift()
      if (other === undefined) continue
      open.base.delete(one)
      open.head.delete(other)
      matches.push({ base: one, head: other })
    }
  }
  round((one) => `${placeOf(one)}\n${textOf(one)}`)
  round((one) => `${one.path.join('>')}\n${textOf(one)}`, isTelling)
  const renamed = renamedFiles(matches, base, head)
  round((one) => placeOf(one, renamed.get(one.file)))
  round(textWithoutName, isTelling)
  const alone = [
    ...[...open.base].map((one) => ({ base: one, head: undefined })),
    ...[...open.head].map((one) => ({ base: undefined, head: one })),
  ]
  return [...matches, ...alone]
}

export function textOf({ tokens }: CountedFunction): string {
  return tokens.map(({ text }) => text).join(' ')
}

/** A declaration carries its own name, which is what a renaming changes. */
function textWithoutName({ tokens, path }: CountedFunction): string {
  const own = tokens.findIndex(({ text }) => text === path.at(-1))
  return tokens
    .filter((_, index) => index !== own)
    .map(({ text }) => text)
    .join(' ')
}

function placeOf({ file, path }: CountedFunction, renamedTo: string = file): string {
  return `${renamedTo}\n${path.join('>')}`
}

function isTelling({ tokens }: CountedFunction): boolean {
  return tokens.length >= tellingTokens
}

/** Files of base that head has under another name: where functions went whose file is gone. */
function renamedFiles(
  matches: readonly FunctionMatch[],
  base: readonly CountedFunction[],
  head: readonly CountedFunction[],
): ReadonlyMap<string, string> {
  const kept = new Set(head.map(({ file }) => file))
  const before = new Set(base.map(({ file }) => file))
  const renamed = new Map<string, string>()
  for (const match of matches) {
    const [from, to] = [match.base?.file, match.head?.file]
    if (from === undefined || to === undefined || kept.has(from) || before.has(to)) continue
    if (!renamed.has(from)) renamed.set(from, to)
  }
  return renamed
}
