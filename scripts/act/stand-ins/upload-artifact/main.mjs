import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'

const { GITHUB_API_URL: api, GITHUB_RUN_ID: run, GITHUB_WORKSPACE: workspace } = process.env
const path = resolve(workspace ?? '.', process.env['INPUT_PATH'] ?? '')
if (existsSync(path)) {
  const name = encodeURIComponent(process.env['INPUT_NAME'] ?? '')
  const address = `${api}/upload/${run}/${name}/${encodeURIComponent(basename(path))}`
  const response = await fetch(address, { method: 'PUT', body: readFileSync(path) })
  if (!response.ok) throw new Error(`upload was refused: ${response.status}`)
} else if (process.env['INPUT_IF-NO-FILES-FOUND'] === 'error') {
  throw new Error(`nothing to upload at ${path}`)
} else {
  console.log(`::warning::nothing to upload at ${path}`)
}
