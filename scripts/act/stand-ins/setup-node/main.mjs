import { appendFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

if (process.env['INPUT_CACHE'] !== 'npm') throw new Error('setup-node caches nothing, expected npm')
if (!process.env['INPUT_NODE-VERSION']) throw new Error('setup-node has no node-version')

const { ACT_PACKAGES: packages, ACT_INSTALLING_JOB: installing } = process.env
const { GITHUB_JOB: job, GITHUB_WORKSPACE: workspace } = process.env
if (!job || !workspace) throw new Error('expected GITHUB_JOB and a workspace')
if (packages && job !== installing) {
  // A link is no folder to .gitignore, and would make the work tree another one.
  appendFileSync(join(workspace, '.git', 'info', 'exclude'), 'node_modules\n')
  symlinkSync(packages, join(workspace, 'node_modules'))
}
