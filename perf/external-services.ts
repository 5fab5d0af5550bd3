import type { ExternalServices, ServicesChoice } from './environment/environment.ts'
import { KnownFailure } from './errors.ts'
import type { Flags } from './flags.ts'

type AddressFlag = 'postgres-url' | 'redis-url' | 'kafka-brokers'

/** How each address looks; what was given is never quoted, because it may hold a password. */
const forms: Readonly<Record<AddressFlag, string>> = {
  'postgres-url': 'postgres://USER:PASSWORD@HOST:PORT/DATABASE',
  'redis-url': 'redis://HOST:PORT',
  'kafka-brokers': 'HOST:PORT, several by commas',
}
const addressFlags = Object.keys(forms) as AddressFlag[]

/**
 * Addresses of services that somebody else runs, from flags or environment; undefined where the run
 * has others. Throws KnownFailure('usage') for an address that is missing, misspelt, or would not
 * be used.
 */
export function externalServices(
  services: ServicesChoice,
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
): ExternalServices | undefined {
  if (services !== 'external') {
    const unused = addressFlags.find((name) => flags[name] !== undefined)
    if (unused === undefined) return undefined
    const state = `--${unused} is given with --services ${services}, expected --services external`
    throw new KnownFailure('usage', state)
  }
  const sources = { flags, environment }
  return {
    postgresUrl: address('postgres-url', sources, isUrlOf('postgres:', 'postgresql:')),
    redisUrl: address('redis-url', sources, isUrlOf('redis:', 'rediss:')),
    kafkaBrokers: address('kafka-brokers', sources, areBrokers).split(','),
  }
}

interface Sources {
  readonly flags: Flags
  readonly environment: Readonly<Record<string, string | undefined>>
}

function address(
  name: AddressFlag,
  { flags, environment }: Sources,
  isRight: (value: string) => boolean,
): string {
  const variable = name.replaceAll('-', '_').toUpperCase()
  const flag = flags[name]
  const value = flag ?? environment[variable]
  if (value === undefined || value === '') {
    const state = `--services external needs --${name} or ${variable}, got neither`
    throw new KnownFailure('usage', state)
  }
  if (isRight(value)) return value
  const given = flag === undefined ? variable : `--${name}`
  throw new KnownFailure('usage', `${given} is no such address, expected ${forms[name]}`)
}

const isUrlOf =
  (...protocols: readonly string[]) =>
  (value: string): boolean =>
    URL.canParse(value) && protocols.includes(new URL(value).protocol)

const areBrokers = (value: string): boolean =>
  value.split(',').every((broker) => /^[^\s/]+:\d{1,5}$/.test(broker))
