import { matchingLines, type RepositoryFile, type Rule } from './repository.ts'

/**
 * Nothing tracked may name the machine that it was written on, nor a package registry: where
 * packages come from is the machine's own npm, pip, Go, Maven or apt configuration.
 */
const registryHosts =
  /\bregistry\.(?!hub\b)[a-z0-9-]+\.[a-z]{2,}|\brepo1?\.maven\.[a-z.]+|\bfiles\.pythonhosted\.org|\bproxy\.golang\.org|\/artifactory\/|_authToken/i

/** Home folders of people; an invented one in a test is named "someone". */
const homeFolders = /\/(?:home|Users)\/(?!someone\b|runner\b|node\b)[a-z][\w.-]*\//

export function machineTraces(checkout: string): Rule {
  const own = pathPattern(checkout)
  return (files) => files.filter(mayName).flatMap((file) => tracesIn(file, own))
}

function tracesIn(file: RepositoryFile, own: RegExp | undefined): readonly string[] {
  const relative = 'write a path from the root of the checkout, or take it from the configuration'
  return [
    ...matchingLines(file, registryHosts, "leave the host to the machine's own configuration"),
    ...matchingLines(file, homeFolders, relative),
    ...(own === undefined ? [] : matchingLines(file, own, relative)),
  ]
}

/** This rule's own patterns and its planted mistakes. */
const mayName = ({ path }: RepositoryFile): boolean =>
  !path.startsWith('scripts/rules/machine-traces')

/** A checkout right below the root, like /app, has a name that means other things, too. */
function pathPattern(checkout: string): RegExp | undefined {
  const isTelling = checkout.split('/').filter(Boolean).length >= 2
  return isTelling ? new RegExp(`${RegExp.escape(checkout)}\\b`) : undefined
}
