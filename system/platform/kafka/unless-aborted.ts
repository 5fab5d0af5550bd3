/**
 * What the work comes to, or the signal's reason if that comes first. A race with one promise that
 * outlives all works would leave something with it for each of them: a soak of 20 minutes held 6 MB
 * of that.
 */
export async function unlessAborted<Result>(
  work: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>()
  const aborted = (): void => reject(signal.reason as Error)
  signal.addEventListener('abort', aborted)
  if (signal.aborted) aborted()
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', aborted)
  }
}
