import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * Loaded before a system under test: its clock can then be set while it runs, as an administrator
 * or a time server would. The file that the query of this module's own address names says what it
 * shows now, at the start and at each SIGUSR2; beside it, the same with `.read` says that it has
 * been set.
 */
const file = new URL(import.meta.url).searchParams.get('file') ?? ''
const RealDate = Date
const realNowMs = Date.now
let movedMs = 0

function nowMs(): number {
  return realNowMs() + movedMs
}

function setClock(): void {
  const instant = readFileSync(file, 'utf8')
  movedMs = RealDate.parse(instant) - realNowMs()
  writeFileSync(`${file}.read`, instant)
}

globalThis.Date = new Proxy(RealDate, {
  construct: (target, values: [], created) =>
    Reflect.construct(target, values.length === 0 ? [nowMs()] : values, created) as Date,
  apply: () => new RealDate(nowMs()).toString(),
})
RealDate.now = nowMs
process.on('SIGUSR2', setClock)
if (existsSync(file)) {
  setClock()
}
