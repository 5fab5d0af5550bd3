// @ts-check

/**
 * Something the machine lacks and the bootstrap could not put there; `remedy` is the command that
 * does.
 */
export class BootstrapFailure extends Error {
  /**
   * @param {string} message subject, state, expectation
   * @param {string} remedy
   */
  constructor(message, remedy) {
    super(message)
    this.name = 'BootstrapFailure'
    this.remedy = remedy
  }
}
