/**
 * The page's only script: zoom, search and keys for flame graphs that are drawn already. It reads
 * nothing but their boxes. The page's policy allows it by its hash, and no other.
 */
export const flameScript = `(() => {
  'use strict'
  const slack = 1e-6
  const within = (inner, outer) =>
    inner.x >= outer.x - slack && inner.x + inner.width <= outer.x + outer.width + slack
  const above = (a, b) => a.depth < b.depth && within(b, a)
  for (const figure of document.querySelectorAll('figure.flame')) {
    const graph = figure.querySelector('svg.graph')
    const bar = figure.querySelector('.bar')
    const field = bar.querySelector('input')
    const whole = bar.querySelector('button')
    const found = bar.querySelector('.found')
    const under = figure.querySelector('.under')
    const nodes = Array.from(graph.querySelectorAll('svg'), (element) => {
      const title = element.querySelector('title')
      const text = title.textContent
      title.remove()
      element.setAttribute('aria-label', text)
      return {
        element,
        text,
        label: element.querySelector('text'),
        x: parseFloat(element.getAttribute('x')),
        width: parseFloat(element.getAttribute('width')),
        depth: Number(element.getAttribute('y')),
      }
    })
    const byElement = new Map(nodes.map((node) => [node.element, node]))
    const nodeAt = (target) => byElement.get(target.closest('figure.flame svg.graph > svg'))
    let top = nodes[0]
    let current = nodes[0]
    const say = (node) => {
      current.element.classList.remove('current')
      current = node
      node.element.classList.add('current')
      under.textContent = node.text
    }
    const draw = () => {
      const across = graph.clientWidth
      for (const node of nodes) {
        const isAbove = above(node, top)
        const isShown = isAbove || (node.depth >= top.depth && within(node, top))
        node.element.style.display = isShown ? '' : 'none'
        if (!isShown) continue
        const width = isAbove ? 100 : (node.width / top.width) * 100
        node.element.setAttribute('x', (isAbove ? 0 : ((node.x - top.x) / top.width) * 100) + '%')
        node.element.setAttribute('width', width + '%')
        node.label.style.display = (width * across) / 100 < 26 ? 'none' : ''
      }
    }
    const zoom = (node) => {
      top = node
      whole.disabled = node === nodes[0]
      draw()
      say(node)
    }
    const search = () => {
      const wanted = field.value.trim().toLowerCase()
      const hits = wanted === '' ? [] : nodes.filter(({ text }) => text.toLowerCase().split(' \\u00b7 ', 2).join(' ').includes(wanted))
      const hit = new Set(hits)
      for (const node of nodes) {
        node.element.classList.toggle('hit', hit.has(node))
        node.element.classList.toggle('miss', wanted !== '' && !hit.has(node))
      }
      const outer = hits.filter((node) => !hits.some((other) => above(other, node)))
      const share = outer.reduce((sum, { width }) => sum + width, 0)
      found.textContent =
        wanted === '' ? '' : hits.length === 0 ? 'nothing found' : hits.length + ' found, ' + share.toFixed(1) + ' % of the time'
    }
    const step = (key) => {
      const row = (depth) => nodes.filter((node) => node.depth === depth && node.element.style.display !== 'none')
      if (key === 'ArrowUp') return nodes.findLast((node) => above(node, current))
      if (key === 'ArrowDown') return nodes.find((node) => above(current, node) && node.element.style.display !== 'none')
      if (key === 'ArrowLeft') return row(current.depth).findLast(({ x }) => x < current.x)
      return key === 'ArrowRight' ? row(current.depth).find(({ x }) => x > current.x) : null
    }
    graph.addEventListener('pointerover', ({ target }) => {
      const node = nodeAt(target)
      if (node) say(node)
    })
    graph.addEventListener('click', ({ target }) => {
      const node = nodeAt(target)
      if (node) zoom(node)
    })
    graph.addEventListener('keydown', (event) => {
      const next = step(event.key)
      if (event.key === 'Enter') zoom(current)
      else if (event.key === 'Escape') zoom(nodes[0])
      else if (next) say(next)
      else return
      event.preventDefault()
    })
    field.addEventListener('input', search)
    whole.addEventListener('click', () => zoom(nodes[0]))
    addEventListener('resize', draw)
    graph.setAttribute('tabindex', '0')
    bar.hidden = false
    draw()
  }
})()
`

/** SHA-256 of the script as Content-Security-Policy has it; a test says what it must be. */
export const flameScriptHash = 'sha256-9oeskQa8wqPTuPCW9LEu1I3vtnsUcpiZ2Cgrg8pAMK8='
