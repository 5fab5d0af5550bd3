import { matchingLines, type RepositoryFile, type Rule } from './repository.ts'

const longestFileLines = 250
const written = /\.(ts|mjs|sql|yml|css|sh)$|^\.ci\/run$/
const isTest = (file: RepositoryFile): boolean => /\.(test|perf)\.ts$/.test(file.path)
const isCode = (file: RepositoryFile): boolean => /\.(ts|mjs)$/.test(file.path)
const isRule = (file: RepositoryFile): boolean => file.path.startsWith('scripts/rules/')

export const shortFiles: Rule = (files) =>
  files
    .filter((file) => written.test(file.path))
    .map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
    .filter((file) => file.lines > longestFileLines)
    .map(
      (file) =>
        `${file.path} has ${file.lines} lines, expected at most ${longestFileLines}: ` +
        'give its second idea a file of its own',
    )

const columnsMost = 100
const isComment = /^\s*(?:\/\/|\/\*|\*\s)/
/** One word, such as an address, cannot be broken; nor can an order to the linter. */
const mayBeWide = /^\s*(?:\/\/|\*)\s*(?:\S+$|oxlint-)/

export const narrowComments: Rule = (files) =>
  files
    .filter((file) => /^(perf|system|scripts)\//.test(file.path) && isCode(file))
    // Tests know the lines of what they look into.
    .filter((file) => !file.path.includes('/fixtures/'))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const columns = line.length
        if (columns <= columnsMost || !isComment.test(line) || mayBeWide.test(line)) return []
        return [
          `${path}:${index + 1} has ${columns} columns, expected at most ${columnsMost}: wrap it`,
        ]
      }),
    )

/**
 * scripts/ is the repository's own command-line edge; a test sets the stage for the code it starts.
 */
const readsEnvironment = /\bprocess\.env\b|\benv\b[^'"]*\} from 'node:process'|import\.meta\.env\b/

export const environmentInConfigOnly: Rule = (files) =>
  files
    .filter((file) => /^(perf|system)\//.test(file.path) && isCode(file) && !isTest(file))
    .filter((file) => !file.path.endsWith('/config.ts'))
    .flatMap((file) =>
      matchingLines(file, readsEnvironment, 'read it in a config.ts and pass the value down'),
    )

/** Not XXX, which is the currency code for no currency. */
const unfinished = /\b(?:TODO|FIXME|HACK)\b/

export const nothingUnfinished: Rule = (files) =>
  files
    .filter((file) => !isRule(file) && (written.test(file.path) || file.path.endsWith('.md')))
    .flatMap((file) => matchingLines(file, unfinished, 'finish it, or open an issue'))

const notRun =
  /\b(?:test|it|describe|suite|bench)\.(?:\w+\.)*(?:only|skip|skipIf|runIf|todo|fails)\b|\bx(?:it|test|describe)\(|\b(?:ctx|context|task)\.skip\(/

export const everyTestRuns: Rule = (files) =>
  files
    .filter((file) => isTest(file) && !isRule(file))
    .flatMap((file) =>
      matchingLines(file, notRun, 'let it run; what it needs is installed by the bootstrap'),
    )
