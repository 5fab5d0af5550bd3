import { figuresOf } from '../../model/figures.ts'
import type { Figure } from '../../model/figures.ts'
import { h, setAttributes, setText, syncChildren } from '../dom.ts'
import type { Realtime } from '../endpoints.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { createPanel } from '../panel.ts'
import type { Panel } from '../panel.ts'
import type { Sources } from '../sources.ts'

/** The figures that one looks at first. */
export function figuresPanel({ realtime }: Sources, loop: FrameLoop): Panel {
  const element = h('dl', { class: 'figures' })
  const draw = (data: Realtime): void => {
    syncChildren(element, figuresOf(data), { key: ({ name }) => name, make, update })
  }
  return createPanel(
    {
      id: 'now',
      title: 'Now',
      hint: 'Rate over the last 10 s; success over the last hour; the rest as of now.',
      span: 12,
      source: realtime,
      view: { element, draw },
      pauseMs: 200,
    },
    loop,
  )
}

function make({ name }: Figure): HTMLElement {
  const value = h('dd', { 'data-figure': name }, h('span'), h('small'))
  return h('div', { class: 'figure' }, h('dt'), value)
}

function update(element: HTMLElement, figure: Figure): void {
  const [label, value] = element.children as unknown as [HTMLElement, HTMLElement]
  const [text, unit] = value.children as unknown as [HTMLElement, HTMLElement]
  setAttributes(element, { 'data-tone': figure.tone })
  setText(label, figure.label)
  setText(text, figure.text)
  setText(unit, figure.unit ?? '')
}
