/**
 * Everything that a run has open, closed once, whoever asks first. A plain stack answers a second
 * call at once while the first is still closing: a process that ends on that answer leaves behind
 * whatever was next. Here every caller waits for the one closing, and is told how it failed.
 */
export class ClosingStack extends AsyncDisposableStack {
  #ending: Promise<void> | undefined

  override disposeAsync(): Promise<void> {
    return (this.#ending ??= super.disposeAsync())
  }

  override [Symbol.asyncDispose](): Promise<void> {
    return this.disposeAsync()
  }
}
