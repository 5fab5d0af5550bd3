/**
 * What time it is to the system, as of its last answer that said so: a run that measures may have
 * put its business clock to another day, and the clock of whoever looks may be wrong. Windows, days
 * and payments go by the system's.
 */
let aheadMs: number | undefined

/**
 * @param at what the system has just told, ISO 8601 @param heardMs when, by the clock of the page
 */
export function hearBusinessTime(at: string, heardMs: number): void {
  aheadMs = Date.parse(at) - heardMs
}

/**
 * @param pageMs by the clock of the page; both in milliseconds since 1970. Undefined while nothing
 * was heard.
 */
export function businessTimeOf(pageMs: number): number | undefined {
  return aheadMs === undefined ? undefined : pageMs + aheadMs
}

/** That of the page while nothing was heard. */
export function businessNowMs(): number {
  const nowMs = Date.now()
  return businessTimeOf(nowMs) ?? nowMs
}
