// @ts-check
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asksAbout } from './arguments.mjs'

/**
 * What is asked of a fresh clone can be answered before anything is installed: the text that
 * perf/cli.ts prints, too, and the version of the manifest.
 * @param {string} root the checkout
 * @param {string} entry
 * @param {readonly string[]} args
 * @returns {string | undefined} undefined where something is to be done
 */
export function answerOf(root, entry, args) {
  if (entry !== 'perf/cli.ts') return undefined
  switch (asksAbout(args)) {
    case 'help':
      return readFileSync(join(root, 'perf', 'usage.txt'), 'utf8')
    case 'version':
      return `${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}\n`
    case undefined:
      return undefined
  }
}
