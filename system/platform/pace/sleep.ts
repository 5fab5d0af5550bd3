/** By the timers that a test can stand in for, which those of `node:timers/promises` are not. */
export async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}
