import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseCommandLine } from '../flags.ts'
import { ClosingStack } from '../lifecycle/closing-stack.ts'
import { listGroups } from './groups.ts'
import { runCommand } from './run-command.ts'

const request = { glob: undefined, json: false, outputFile: undefined }

test('each group is a line, with the scenarios that it measures', () => {
  expect(listGroups(request)).toMatch(/^main: payments, reconciliation, control\n\w+: /)
})

test('as JSON it is what a matrix of jobs is made of', () => {
  expect(JSON.parse(listGroups({ ...request, glob: '{payments,fx}', json: true }))).toEqual([
    { name: 'main', scenarios: '{payments,control}' },
    { name: 'interbank', scenarios: '{fx,control}' },
  ])
})

test('in a workflow it is the output of the step, on one line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-groups-'))
  try {
    const file = join(folder, 'output')
    const printed: string[] = []
    const exitCode = await runCommand(
      parseCommandLine(['groups', '--scenario', 'control', '--json']),
      {
        environment: { GITHUB_OUTPUT: file },
        scope: { closing: new ClosingStack(), ledger: undefined },
        print: (text) => printed.push(text),
      },
    )
    expect(exitCode).toBe(0)
    expect(readFileSync(file, 'utf8')).toBe(`groups=${printed.join('')}\n`)
    expect(JSON.parse(printed.join(''))).toEqual([{ name: 'control', scenarios: 'control' }])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
