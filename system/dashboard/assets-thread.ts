import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { Asset } from './assets.ts'

/**
 * The thread behind `loadAssets`. Browsers get the sources file by file, without their types and
 * with every line and column where it was; there is no bundle and no build step.
 */
const folders = ['model', 'page'] as const

/** Libraries that the page imports by name, and the file of theirs that a browser gets. */
const libraries = { uplot: { module: 'uPlot.esm.js', style: 'uPlot.min.css' } } as const

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
}

async function ownFiles(): Promise<[string, Asset][]> {
  const listed = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(import.meta.dirname, folder), { recursive: true })
      return names.map((name) => `${folder}/${name}`)
    }),
  )
  const served = listed.flat().filter((path) => isServed(path))
  return Promise.all(served.map(async (path) => [path, await readOwn(path)] as [string, Asset]))
}

function isServed(path: string): boolean {
  return extname(path) in contentTypes && !path.endsWith('.test.ts')
}

async function readOwn(path: string): Promise<Asset> {
  const text = await readFile(join(import.meta.dirname, path), 'utf8')
  const body = extname(path) === '.ts' ? browserModule(text) : text
  return asset(path, body)
}

/** A browser resolves no package names: they become the place where the library is served. */
function browserModule(source: string): string {
  let text = stripTypeScriptTypes(source)
  for (const [name, { module }] of Object.entries(libraries)) {
    text = text.replaceAll(`from '${name}'`, `from '/dashboard/library/${module}'`)
  }
  return text
}

async function libraryFiles(): Promise<[string, Asset][]> {
  const { resolve } = createRequire(import.meta.url)
  const wanted = Object.entries(libraries).flatMap(([name, files]) =>
    Object.values(files).map((file) => join(dirname(resolve(name)), file)),
  )
  return Promise.all(
    wanted.map(async (file): Promise<[string, Asset]> => {
      const path = `library/${file.slice(dirname(file).length + 1)}`
      return [path, asset(path, await readFile(file, 'utf8'))]
    }),
  )
}

function asset(path: string, text: string): Asset {
  const body = Buffer.from(text)
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 27)
  return { type: contentTypes[extname(path)] ?? '', body, etag: `"${hash}"` }
}

const all = await Promise.all([ownFiles(), libraryFiles()])
parentPort?.postMessage(new Map(all.flat()))
