import type { ChangedLines, CpuProfiles } from '../../../result/evidence.ts'
import { isTouched, placeText } from '../../code-place.ts'
import { type NoiseOf, samplingNoise } from '../../evidence-rows.ts'
import { percent, percentChange, plural } from '../../numbers.ts'
import { quantity, scaleFor } from '../../quantity.ts'
import { html, type Markup } from '../markup.ts'
import { type Box, flameBoxes, levelOf } from './flame-tree.ts'

/**
 * The differential flame graph, callers above callees. Boxes are nested drawings placed in percent
 * of the width, so that the graph fits any page and its text is never stretched; a script adds zoom
 * and search and nothing is lost without it.
 */
export const rowHeight = 19
const boxHeight = 18

export function flameGraph(
  profiles: CpuProfiles,
  changed: ChangedLines | undefined,
): Markup | null {
  const boxes = flameBoxes(profiles.flame)
  const [whole] = boxes
  if (whole === undefined) return null
  const noiseOf = samplingNoise(profiles)
  const rows = boxes.reduce((most, { depth }) => Math.max(most, depth), 0) + 1
  const scale = scaleFor('us', Math.max(whole.base, whole.head))
  const total = `${scale(whole.base)} of CPU per operation in base, ${scale(whole.head)} in head (${percentChange(whole.head / whole.base - 1)})`
  return html`<h3>CPU by function: flame graph of the difference</h3>
    <figure class="flame">
      <div class="bar" hidden>
        <input
          type="search"
          placeholder="Find a function or file"
          aria-label="Find a function or file in the flame graph"
        /><button type="button" disabled>Whole graph</button
        ><span class="found" role="status"></span>
      </div>
      <svg
        class="graph"
        width="100%"
        height="${rows * rowHeight}"
        role="group"
        aria-label="Flame graph of the difference between base and head; the table below says the same in text"
      >
        ${boxes.map((box) => boxMarkup(box, whole, noiseOf, changed))}
      </svg>
      <p class="under">${total}</p>
      <figcaption class="key">
        <span><i class="m4"></i><i class="m2"></i>more in head</span
        ><span><i class="z"></i>the same, or within the noise of sampling</span
        ><span><i class="l2"></i><i class="l4"></i>less in head</span
        >${changed !== undefined && html`<span><i class="touched"></i>lines that the change touched</span>`}<span
          >width: time of base and head together; callers above, callees below</span
        >
      </figcaption>
    </figure>
    <p class="note">${samplesText(profiles)}</p>`
}

function boxMarkup(
  box: Box,
  whole: Box,
  noiseOf: NoiseOf | undefined,
  changed: ChangedLines | undefined,
): Markup {
  const level = levelOf(box, noiseOf)
  const color = level === 0 ? 'z' : `${level > 0 ? 'm' : 'l'}${Math.abs(level)}`
  const touched = box.depth > 0 && isTouched(box.place, changed) && 'touched'
  const share = (value: number) => `${Number((value * 100).toFixed(3))}%`
  return html`<svg
    class="${color} ${touched}"
    x="${share(box.x)}"
    y="${box.depth * rowHeight}"
    width="${share(box.width)}"
    height="${boxHeight}"
  >
    <title>${boxText(box, whole)}</title>
    <rect width="100%" height="100%" rx="2" />
    <text x="5" y="13">${box.place.function}</text>
  </svg>`
}

function boxText(box: Box, whole: Box): string {
  const pair = (base: number, head: number) => {
    const scale = scaleFor('us', Math.max(base, head))
    return `${scale(base)} → ${scale(head)}`
  }
  const where = box.depth === 0 ? '' : ` · ${placeText(box.place)}`
  const change =
    box.base === 0 ? 'new' : box.head === 0 ? 'gone' : percentChange(box.head / box.base - 1)
  const self =
    box.selfBase + box.selfHead === 0 ? '' : `, of it its own ${pair(box.selfBase, box.selfHead)}`
  const share = percent((box.base + box.head) / (whole.base + whole.head))
  return `${box.place.function}${where} · ${pair(box.base, box.head)} per operation (${change})${self} · ${share} of all`
}

function samplesText({ operations, samplingUs }: CpuProfiles): string {
  const over = `Sampled over ${plural(operations.base, 'operation')} of base and ${plural(operations.head, 'operation')} of head, in a pass of its own that costs the timings nothing.`
  if (samplingUs === undefined || operations.base <= 0) return over
  return `${over} One sample every ${quantity(samplingUs, 'us')}: it stands for ${quantity(samplingUs / operations.base, 'us')} per operation.`
}
