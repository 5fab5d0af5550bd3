/** How hard the suite is on the system; CI has some four minutes for it. */
export interface FaultsConfig {
  /** Of each kind. */
  readonly kills: number
  readonly kafkaAwayMs: number
}

const defaultKills = 4
const kafkaAwayMs = { desk: 60_000, ci: 12_000 } as const

/** FAULTS_KILLS and FAULTS_KAFKA_AWAY_MS override; Kafka is away for a minute, in CI for less. */
export function faultsConfig(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): FaultsConfig {
  const whole = (name: string, fallback: number): number => {
    const value = Number(environment[name] ?? fallback)
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new Error(`${name} is "${environment[name]}", expected a whole number from 1 on`)
    }
    return value
  }
  return {
    kills: whole('FAULTS_KILLS', defaultKills),
    kafkaAwayMs: whole(
      'FAULTS_KAFKA_AWAY_MS',
      environment['CI'] === 'true' ? kafkaAwayMs.ci : kafkaAwayMs.desk,
    ),
  }
}
