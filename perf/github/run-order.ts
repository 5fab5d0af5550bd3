/**
 * Run ids grow with time; attempts count the re-runs of one. Together they order what runs wrote.
 */
export interface RunOrder {
  readonly id: number
  readonly attempt: number
}

/** As it stands in the marker, e.g. `17654321.2`. */
export function runMarker(run: RunOrder): string {
  return `${run.id}.${run.attempt}`
}

/** A marker that no run wrote in this form is older than any run. */
export function parseRunMarker(text: string): RunOrder {
  const match = /^(\d{1,15})\.(\d{1,6})$/.exec(text)
  return { id: Number(match?.[1] ?? 0), attempt: Number(match?.[2] ?? 0) }
}

export function isOlderRun(run: RunOrder, than: RunOrder): boolean {
  return run.id < than.id || (run.id === than.id && run.attempt < than.attempt)
}
