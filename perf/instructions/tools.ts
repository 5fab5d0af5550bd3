import { hash } from 'node:crypto'
import { join } from 'node:path'
import { target } from '../target/contract.ts'
import { countingSettings } from './counting-server.ts'
import { switches } from './node-under-callgrind.ts'
import { firstLine } from './valgrind.ts'

/**
 * What a stored count is keyed by, e.g.
 * `valgrind-3.19.0 node-26.10.0 postgres-18.4 set-up-1f2e3d4c`: the same instructions are expected
 * of the same tools only, with the same switches of V8, settings of Postgres, and timers of the
 * system at rest.
 */
export interface ToolsRequest {
  /** As it calls itself. */
  readonly valgrind: string
  readonly postgres: string
  readonly armFolders: readonly string[]
}

export async function toolsOf({ valgrind, postgres, armFolders }: ToolsRequest): Promise<string> {
  const nodes = await Promise.all(
    armFolders.map((folder) => firstLine(join(folder, target.nodeBinary))),
  )
  const versions = [...new Set(nodes.map((version) => version?.replace(/^v/, '') ?? 'unknown'))]
  return `${valgrind} node-${versions.join('+')} postgres-${postgres} set-up-${setUp()}`
}

const digits = 8

function setUp(): string {
  const all = [switches, target.steady, countingSettings]
  return hash('sha256', JSON.stringify(all)).slice(0, digits)
}
