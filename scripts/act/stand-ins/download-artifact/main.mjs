import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'

const { GITHUB_API_URL: api, GITHUB_RUN_ID: run, GITHUB_WORKSPACE: workspace } = process.env
const [, prefix] = /^([\w-]+)\*$/.exec(process.env['INPUT_PATTERN'] ?? '') ?? []
const path = process.env['INPUT_PATH']
if (prefix === undefined) throw new Error('download has no pattern like name-*, expected one')
if (!path) throw new Error('download has no path')

const response = await fetch(`${api}/uploads/${run}`)
if (!response.ok) throw new Error(`uploads were refused: ${response.status}`)
const wanted = (await response.json()).filter(({ name }) => name.startsWith(prefix))
for (const { name, file, base64 } of wanted) {
  const folder = resolve(workspace ?? '.', path, ...(wanted.length === 1 ? [] : [basename(name)]))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, basename(file)), Buffer.from(base64, 'base64'))
}
console.log(`downloaded ${wanted.map(({ name }) => name).join(', ') || 'nothing'}`)
