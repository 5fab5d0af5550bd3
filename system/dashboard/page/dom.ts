/**
 * The little of a view library that this page needs: making elements, and touching them only when
 * something changed.
 */

type Child = Node | string
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  setAttributes(element, attributes)
  element.append(...children)
  return element
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  setAttributes(element, attributes)
  element.append(...children)
  return element
}

/** `true` is an attribute without a value; `false` and `undefined` take it away. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) {
      element.removeAttribute(name)
    } else {
      const text = value === true ? '' : String(value)
      if (element.getAttribute(name) !== text) {
        element.setAttribute(name, text)
      }
    }
  }
}

/** Writing the same text again would make the browser lay out again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text
  }
}

/** @throws when the page and its script do not belong together */
export function byId<T extends Element = HTMLElement>(id: string): T {
  const found = document.getElementById(id)
  if (found === null) {
    throw new Error(`the page has no element with id ${id}`)
  }
  return found as Element as T
}

/**
 * Brings the children of `parent` to one per item, in order. Elements are kept by key, so that
 * focus, selection and scroll position stay where they are.
 */
export function syncChildren<T, E extends Element>(
  parent: Element,
  items: readonly T[],
  view: { readonly key: (item: T) => string; make(item: T): E; update(element: E, item: T): void },
): void {
  const known = new Map(
    [...parent.children].map((child) => [child.getAttribute('data-key'), child]),
  )
  let place = parent.firstElementChild
  for (const item of items) {
    const key = view.key(item)
    const kept = known.get(key) as E | undefined
    known.delete(key)
    const element = kept ?? view.make(item)
    element.setAttribute('data-key', key)
    view.update(element, item)
    if (element === place) {
      place = place.nextElementSibling
    } else {
      parent.insertBefore(element, place)
    }
  }
  for (const gone of known.values()) {
    gone.remove()
  }
}
