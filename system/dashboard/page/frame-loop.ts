/**
 * Draws at most once per frame and per panel, however often data comes, and not at all while the
 * page is hidden: browsers give a hidden page no animation frames. A panel may ask for longer
 * pauses, because nobody reads a table that changes sixty times a second.
 */
export interface Drawn {
  draw(): void
}

export class FrameLoop {
  readonly #waiting = new Map<Drawn, number>()
  readonly #drawnAt = new WeakMap<Drawn, number>()
  #scheduled = false

  /** @param pauseMs between two drawings of this panel */
  request(panel: Drawn, pauseMs = 0): void {
    this.#waiting.set(panel, pauseMs)
    if (!this.#scheduled) {
      this.#scheduled = true
      requestAnimationFrame((nowMs) => {
        this.#draw(nowMs)
      })
    }
  }

  #draw(nowMs: number): void {
    this.#scheduled = false
    let nextMs = Number.POSITIVE_INFINITY
    for (const [panel, pauseMs] of this.#waiting) {
      const dueMs = (this.#drawnAt.get(panel) ?? 0) + pauseMs - nowMs
      if (dueMs > 0) {
        nextMs = Math.min(nextMs, dueMs)
      } else {
        this.#waiting.delete(panel)
        this.#drawnAt.set(panel, nowMs)
        panel.draw()
      }
    }
    if (nextMs < Number.POSITIVE_INFINITY) {
      this.#scheduled = true
      setTimeout(() => {
        requestAnimationFrame((laterMs) => {
          this.#draw(laterMs)
        })
      }, nextMs)
    }
  }
}
