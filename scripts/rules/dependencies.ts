import { type Lock, missingOptionalPackages } from './complete-lock.ts'
import { manifestOf, type Rule, textOf } from './repository.ts'

const exactVersion = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/

export const exactlyPinned: Rule = (files) => {
  const { dependencies, devDependencies } = manifestOf(files)
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !exactVersion.test(version))
    .map(([name, version]) => `package.json: ${name} is "${version}": pin it with npm i -E ${name}`)
}

export const lockWithoutHosts: Rule = (files) => {
  const resolved = textOf(files, 'package-lock.json').match(/"resolved": "https?:[^"]*"/g) ?? []
  if (resolved.length === 0) return []
  const instead = 'keep omit-lockfile-registry-resolved in .npmrc and run npm install again'
  return [`package-lock.json has ${resolved.length} addresses such as ${resolved[0]}: ${instead}`]
}

export const lockIsComplete: Rule = (files) => {
  const lock = JSON.parse(textOf(files, 'package-lock.json')) as Lock
  return missingOptionalPackages(lock).map(
    ({ wantedBy, name }) =>
      `package-lock.json lacks ${name}, which ${wantedBy} asks for, and npm ci of npm 11 refuses it: ` +
      'run node_modules/.bin/node scripts/rules/complete-lock.ts',
  )
}
