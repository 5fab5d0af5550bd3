import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism, freemem } from 'node:os'
import { type Check, checks, checksAtOnce } from './checks.ts'

export interface CheckOutcome {
  readonly name: string
  readonly passed: boolean
}

interface Finished extends CheckOutcome {
  readonly output: string
  readonly seconds: number
}

/** Lint and knip can name hundreds of places. */
const maxOutputBytes = 64 * 1024 * 1024

/** Runs every check, a few at a time, and prints each under its own heading when it ends. */
export async function runChecks(root: string): Promise<readonly CheckOutcome[]> {
  const waiting = [...checks]
  const outcomes: CheckOutcome[] = []
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const finished = await runCheck(check, root)
      print(check, finished)
      outcomes.push({ name: finished.name, passed: finished.passed })
    }
  }
  const workers = checksAtOnce(availableParallelism(), availableMemoryMb())
  await Promise.all(Array.from({ length: workers }, worker))
  return outcomes
}

function runCheck(check: Check, root: string): Promise<Finished> {
  const [command, ...args] = check.command
  const startedMs = performance.now()
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: maxOutputBytes }
    execFile(`${root}/node_modules/.bin/${command}`, args, options, (error, stdout, stderr) => {
      const seconds = (performance.now() - startedMs) / 1000
      const notStarted = error !== null && typeof error.code !== 'number' ? error.message : ''
      const output = [stdout, stderr, notStarted].map((text) => text.trim()).filter(Boolean)
      resolve({ name: check.name, passed: error === null, output: output.join('\n'), seconds })
    })
  })
}

function print(check: Check, { passed, output, seconds }: Finished): void {
  const state = passed ? 'passed' : 'failed'
  console.log(`== ${check.name} ${state} (${check.command.join(' ')}, ${seconds.toFixed(1)} s)`)
  if (passed) return
  console.log(output)
  console.log(`To mend it: ${check.remedy}\n`)
}

/** Free memory counts the page cache as used; the kernel's own estimate does not. */
function availableMemoryMb(): number {
  try {
    const kib = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]
    if (kib !== undefined) return Number(kib) / 1024
  } catch {
    // not Linux
  }
  return freemem() / 1024 ** 2
}
