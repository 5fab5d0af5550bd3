import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from './eventually.ts'

/** The clock of a system under test, which a test sets while the system runs. */
export class MovedClock implements AsyncDisposable {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  /** @param instant what it shows at every start until it is set, ISO 8601 */
  static async create(instant: string): Promise<MovedClock> {
    const clock = new MovedClock(await mkdtemp(join(tmpdir(), 'moved-clock-')))
    await writeFile(clock.#file, instant)
    return clock
  }

  /** For the process whose clock it is: business time is what its system clock shows. */
  get environment(): Readonly<Record<string, string>> {
    const preloaded = new URL('move-clock.ts', import.meta.url)
    preloaded.searchParams.set('file', this.#file)
    return { NODE_OPTIONS: `--import=${preloaded.href}`, CLOCK_STARTS_AT: '' }
  }

  get #file(): string {
    return join(this.#folder, 'instant')
  }

  /** Resolves when the process's clock shows it, from where it goes on. */
  async set(pid: number, instant: string): Promise<void> {
    const read = `${this.#file}.read`
    await rm(read, { force: true })
    await writeFile(this.#file, instant)
    process.kill(pid, 'SIGUSR2')
    await eventually('clock set', async () => {
      const shown = await readFile(read, 'utf8').catch(() => undefined)
      return shown === instant || undefined
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }
}
