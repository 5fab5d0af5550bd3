import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type Dockerode from 'dockerode'
import { isBuilt, recipeLabel, runProgram } from './engine.ts'
import type { Recipe } from './recipes.ts'

/** Builds one image unless one of the same recipe on the same base is there. */
export async function buildImage(
  engine: Dockerode,
  recipe: Recipe,
  base: string,
  force: boolean,
): Promise<void> {
  const { payload } = recipe
  if (payload !== undefined && !existsSync(payload.source)) {
    throw new Error(
      `${recipe.tag} needs ${payload.source}, expected it there: run \`npm run perf\` once`,
    )
  }
  const { Id } = await engine.getImage(base).inspect()
  const hash = recipeHash(recipe, Id)
  if (!force && (await isBuilt(engine, recipe.tag, hash))) {
    console.log(`${recipe.tag}: there already`)
    return
  }
  console.log(`${recipe.tag}: docker build`)
  const context = mkdtempSync(path.join(tmpdir(), 'plumbline-image-'))
  try {
    cpSync(recipe.folder, context, { recursive: true })
    if (payload !== undefined) {
      const target = path.join(context, payload.name)
      cpSync(payload.source, target, { recursive: true, verbatimSymlinks: true })
    }
    const labels = ['--label', `${recipeLabel}=${hash}`]
    const args = ['build', '--build-arg', `BASE=${base}`, ...labels, '--tag', recipe.tag, context]
    // The classic builder is the one that every engine has; BuildKit is a plugin of its own.
    await runProgram('docker', args, { env: { ...process.env, DOCKER_BUILDKIT: '0' } })
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}

/**
 * Over the recipe's own files, the base image and the names of the payload's files, versions among
 * them.
 */
function recipeHash(recipe: Recipe, baseId: string): string {
  const hash = createHash('sha256').update(baseId)
  for (const name of readdirSync(recipe.folder).toSorted()) {
    hash.update(name).update(readFileSync(path.join(recipe.folder, name)))
  }
  if (recipe.payload !== undefined) {
    hash.update(
      readdirSync(recipe.payload.source, { recursive: true }).map(String).toSorted().join('\n'),
    )
  }
  return hash.digest('hex').slice(0, 16)
}
