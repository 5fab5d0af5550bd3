import { manifestOf, matchingLines, type RepositoryFile, type Rule, textOf } from './repository.ts'

const isWorkflow = ({ path }: RepositoryFile): boolean => /^\.github\/.*\.ya?ml$/.test(path)

/** An action of this repository, or a commit of another with the version as a comment. */
const pinnedAction =
  /^\s*-?\s*uses: (?:\.\/\S+|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)\s*$/

export const actionsPinned: Rule = (files) =>
  files.filter(isWorkflow).flatMap((file) =>
    file.text
      .split('\n')
      .filter((line) => /^\s*-?\s*uses:/.test(line) && !pinnedAction.test(line))
      .map(
        (line) =>
          `${file.path}: "${line.trim()}": pin the commit, with the version behind it: ` +
          'uses: OWNER/NAME@40_HEX_DIGITS # v1.2.3',
      ),
  )

/**
 * `actions/cache` saves in a job that succeeded: what is kept to be looked at later is lost when it
 * is needed.
 */
export const historiesSavedAlways: Rule = (files) =>
  files
    .filter(({ path }) => path.startsWith('.github/workflows/'))
    .flatMap((file) =>
      matchingLines(
        file,
        /uses: actions\/cache@/,
        'use actions/cache/restore, and actions/cache/save with if: ${{ always() }}',
      ),
    )

/** Else a scenario that is added in one place is left out in another, and nobody hears of it. */
export const scenariosNamedOnce: Rule = (files) =>
  files
    .filter(isWorkflow)
    .flatMap((file) =>
      matchingLines(
        file,
        /\{\w+(,\w+)+\}/,
        'pass --scenario only when somebody names some: perf/scenarios/group-table.ts has the groups',
      ),
    )

/**
 * A required check that is skipped counts as passed: the job that decides runs whatever became of
 * the others, and hears from GitHub what became of those that measure.
 */
export const verdictAlwaysRuns: Rule = (files) => {
  const verdicts = files.filter(isWorkflow).flatMap((file) =>
    file.text
      .split(/^(?= {2}[\w-]+:$)/m)
      .filter((job) => /^ {4}name: Verdict$/m.test(job))
      .map((job) => ({ file, job })),
  )
  if (verdicts.length !== 1) {
    return [`${verdicts.length} jobs are named Verdict, expected one: it is the required check`]
  }
  const wanted = [
    /^ {4}needs: measure$/m,
    /^ {4}if: \$\{\{ always\(\) \}\}$/m,
    /^ {6}MEASURE_ENDED: \$\{\{ needs\.measure\.result \}\}$/m,
    / --ended "\$MEASURE_ENDED"$/m,
  ]
  return verdicts.flatMap(({ file, job }) =>
    wanted
      .filter((pattern) => !pattern.test(job))
      .map((pattern) => `${file.path}: the job Verdict lacks ${pattern.source}`),
  )
}

const ownCommand = /^(?:npm (?:test|run [\w:-]+)(?: |$)|\.ci\/run$)/

export const stepsCallScripts: Rule = (files) =>
  files.filter(isWorkflow).flatMap((file) =>
    runSteps(file.text)
      .filter((command) => !ownCommand.test(command))
      .map(
        (command) =>
          `${file.path} runs "${command}": put it into an npm script, which also works elsewhere`,
      ),
  )

/**
 * The commands of every `run:`, a folded block (`>`) being one, a literal one (`|`) one per line.
 */
export function runSteps(workflow: string): readonly string[] {
  const lines = workflow.split('\n')
  return lines.flatMap((line, index) => {
    const [, indent = '', value = ''] = /^(\s*(?:- )?)run:\s*(.*)$/.exec(line) ?? []
    if (value === '' || value.startsWith('#')) return []
    if (!/^[|>]/.test(value)) return [value.trim()]
    const rest = lines.slice(index + 1)
    const end = rest.findIndex((next) => next.trim() !== '' && depth(next) <= indent.length)
    const block = rest.slice(0, end < 0 ? rest.length : end).map((next) => next.trim())
    const filled = block.filter((next) => next !== '' && !next.startsWith('#'))
    return value.startsWith('>') ? [filled.join(' ')] : filled
  })
}

const depth = (line: string): number => line.length - line.trimStart().length

/** Messages, documents and workflows name npm scripts; each of them must be there. */
export const npmScriptsExist: Rule = (files) => {
  const { scripts } = manifestOf(files)
  return files
    .filter(({ path }) => !path.startsWith('scripts/rules/') && path !== 'package-lock.json')
    .flatMap((file) =>
      [...file.text.matchAll(/\bnpm run (?:--?[\w-]+ )*([a-z][\w:-]*)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !(name in scripts))
        .map((name) => `${file.path} names "npm run ${name}", expected a script of package.json`),
    )
}

/**
 * Every npm script works on a fresh clone, and starts a file that is there. By `exec`: a shell in
 * between would keep npm's signals to itself and put an exit code of its own in place of the
 * command's.
 */
export const scriptsStartByBootstrap: Rule = (files) => {
  const paths = new Set(files.map(({ path }) => path))
  return Object.entries(manifestOf(files).scripts).flatMap(([name, command]) => {
    const entry = /^exec node scripts\/bootstrap\/main\.mjs .*?-- (\S+)/.exec(command)?.[1]
    if (entry === undefined) {
      return [
        `package.json: "${name}" does not begin with exec node scripts/bootstrap/main.mjs … -- FILE`,
      ]
    }
    return paths.has(entry) ? [] : [`package.json: "${name}" starts ${entry}, which is not there`]
  })
}

/** The bootstrap runs before anything is installed. */
export const bootstrapHasNoDependencies: Rule = (files) =>
  files
    .filter(({ path }) => /^scripts\/bootstrap\/[^/]+\.mjs$/.test(path))
    .flatMap((file) =>
      matchingLines(
        file,
        /(?:^import |\bfrom |\bawait import\()'(?!node:|\.\/[\w-]+\.mjs')[^']*'/,
        'import node: modules and its own .mjs files only',
      ),
    )

export const readmeNamesTheCommands: Rule = (files) => {
  const readme = textOf(files, 'README.md')
  return ['npm run perf', 'npm test']
    .filter((command) => !readme.includes(command))
    .map((command) => `README.md does not name "${command}": show a newcomer how to start`)
}
