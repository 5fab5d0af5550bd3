import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VitestReport } from './totals.ts'

export interface VitestRun {
  readonly exitCode: number
  /** undefined when vitest wrote none. */
  readonly report: VitestReport | undefined
}

/** Runs vitest on this terminal and reads its JSON report. Signals that stop us stop it, too. */
export async function runVitest(root: string, args: readonly string[]): Promise<VitestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'))
  try {
    const file = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const exitCode = await run(root, ['run', ...reporters, ...args])
    return { exitCode, report: readReport(file) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(root: string, args: readonly string[]): Promise<number> {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const child = spawn(process.execPath, [vitest, ...args], { cwd: root, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal))
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

function readReport(file: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  } catch {
    return undefined
  }
}
