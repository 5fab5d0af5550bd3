import { existsSync } from 'node:fs'

/**
 * What a child process inherits. Essential names are those without which programs do not find their
 * files, their language or the machine's certificates; everything else of the caller's environment
 * (NODE_OPTIONS, a test runner's switches) would change what is measured.
 */
const essentialNames = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'JAVA_HOME',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
] as const

export type InheritedEnvironment = 'essential' | 'everything'

export function inheritedEnvironment(which: InheritedEnvironment): NodeJS.ProcessEnv {
  if (which === 'everything') return { ...process.env }
  return Object.fromEntries(
    essentialNames.filter((name) => name in process.env).map((name) => [name, process.env[name]]),
  )
}

/**
 * Inside a container testcontainers would start a helper image to find the host's name. It reads
 * this variable itself and takes no argument for it.
 */
export function namePublishedHost(): void {
  if (existsSync('/.dockerenv')) process.env['TESTCONTAINERS_HOST_OVERRIDE'] ??= 'localhost'
}
