import { expect } from 'vitest'

/** Compares with a file under `golden/`; only `vitest -u` writes one. */
export async function expectGolden(text: string, name: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(`golden/${name}`)
}
