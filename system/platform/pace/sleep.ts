/** By the timers that a test can stand in for, which those of `node:timers/promises` are not. */
export async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Waits until what was left for the end of this turn of the event loop has been done. */
export async function endOfEventLoopTurn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
