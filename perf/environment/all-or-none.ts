/**
 * Waits for all of these to start. When one fails, those that did start are stopped before its
 * failure is thrown, the first one in order of the list.
 */
export async function allOrNone<const Starting extends readonly Promise<unknown>[]>(
  starting: Starting,
  stop: (started: Awaited<Starting[number]>) => Promise<void>,
): Promise<{ -readonly [Index in keyof Starting]: Awaited<Starting[Index]> }> {
  const outcomes = await Promise.allSettled(starting)
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  const started = outcomes
    .filter((outcome) => outcome.status === 'fulfilled')
    .map((outcome) => outcome.value as Awaited<Starting[number]>)
  if (failed === undefined) {
    return started as { -readonly [Index in keyof Starting]: Awaited<Starting[Index]> }
  }
  await Promise.allSettled(started.map(stop))
  throw failed.reason
}
