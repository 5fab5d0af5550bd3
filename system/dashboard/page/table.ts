import { h, setAttributes, setText, syncChildren } from './dom.ts'

export interface Column<T> {
  readonly title: string
  /** What it says; of a drawn cell, for those who do not see it. */
  readonly text: (row: T) => string
  readonly number?: boolean
  readonly mono?: boolean
  /** Shown as a tag of this tone. */
  readonly tone?: (row: T) => string
  /** Drawn beside the text, which is then for screen readers. */
  readonly draw?: (row: T) => SVGElement
}

export interface TableOptions<T> {
  /** Read out in front of the table. */
  readonly caption: string
  readonly key: (row: T) => string
  readonly columns: readonly Column<T>[]
  /** The first column names the row. */
  readonly mostHeightPx?: number
}

export interface TableView<T> {
  readonly element: HTMLElement
  readonly show: (rows: readonly T[]) => void
}

/** A table that scrolls inside its panel; reachable by keyboard, because it scrolls. */
export function createTable<T>(options: TableOptions<T>): TableView<T> {
  const { caption, columns } = options
  const body = h('tbody')
  const titles = columns.map(({ title, number }) =>
    h('th', { scope: 'col', class: number === true ? 'number' : undefined }, title),
  )
  const table = h(
    'table',
    {},
    h('caption', {}, caption),
    h('thead', {}, h('tr', {}, ...titles)),
    body,
  )
  const element = h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    table,
  )
  if (options.mostHeightPx !== undefined) {
    element.style.setProperty('--most-height', `${options.mostHeightPx}px`)
  }
  const view = {
    key: options.key,
    make: () => h('tr', {}, ...columns.map((column, index) => cell(column, index === 0))),
    update: (row: HTMLElement, item: T) => {
      for (const [index, column] of columns.entries()) {
        fill(row.children[index], column, item)
      }
    },
  }
  return {
    element,
    show(rows) {
      syncChildren(body, rows, view)
    },
  }
}

function cell<T>({ number, mono, tone, draw }: Column<T>, isFirst: boolean): HTMLElement {
  const names = [number === true && 'number', mono === true && 'mono'].filter(
    (name) => name !== false,
  )
  const attributes = { class: names.length === 0 ? undefined : names.join(' ') }
  const made = isFirst ? h('th', { scope: 'row', ...attributes }) : h('td', attributes)
  if (tone !== undefined) {
    made.append(h('span', { class: 'tag' }))
  } else if (draw !== undefined) {
    made.className = 'drawn'
    made.append(h('span', { class: 'unseen' }), h('span', { 'aria-hidden': 'true' }))
  }
  return made
}

function fill<T>(element: Element | undefined, column: Column<T>, item: T): void {
  const isWrapped = column.tone !== undefined || column.draw !== undefined
  const target = isWrapped ? element?.firstElementChild : element
  if (target === null || target === undefined) {
    return
  }
  setText(target, column.text(item))
  if (column.draw !== undefined) {
    element?.lastElementChild?.replaceChildren(column.draw(item))
  }
  if (column.tone !== undefined) {
    setAttributes(target, { 'data-tone': column.tone(item) })
  }
}
