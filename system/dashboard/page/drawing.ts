import { svg } from './dom.ts'

export interface Drawing {
  readonly element: SVGSVGElement
  /** Draw now, at the width that there is. */
  draw(paint: (width: number) => readonly SVGElement[]): void
}

/**
 * An SVG as wide as its container, in pixels: text keeps its size on a phone. Painted again when
 * the width changes, with whatever painted it last.
 */
export function createDrawing(label: string, heightPx: number): Drawing {
  const element = svg('svg', {
    role: 'img',
    'aria-label': label,
    class: 'drawing',
    height: heightPx,
  })
  let last: ((width: number) => readonly SVGElement[]) | undefined
  const paint = (): void => {
    const width = Math.floor(element.clientWidth)
    if (last !== undefined && width > 0) {
      element.setAttribute('viewBox', `0 0 ${width} ${heightPx}`)
      element.replaceChildren(...last(width))
    }
  }
  new ResizeObserver(paint).observe(element)
  return {
    element,
    draw(next) {
      last = next
      paint()
    },
  }
}
