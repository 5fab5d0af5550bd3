import type { RunResult } from '../result/document.ts'
import { placeText } from './code-place.ts'
import { markdownCode, markdownText } from './escape.ts'
import { busiestText } from './evidence-rows.ts'
import type { Item } from './markdown-item.ts'
import { type Reason, uncoveredChanges, type Why, whysOf } from './reasons.ts'

/** Why something regressed, a line for each cause; what proves it stands folded below. */
const titleLength = 420
const codeLength = 160

export function whyItems(result: RunResult): Item[] {
  return whysOf(result).flatMap((why) => [
    ...lines(why).map((line) => whyItem(why, line)),
    ...(why.unexplained === null ? [] : [whyItem(why, `\n${markdownText(why.unexplained)}`)]),
    ...saturated(result, why).map((line) => whyItem(why, line)),
  ])
}

/** What changed in the counted work of scenarios that nothing explained. */
export function changeItems(result: RunResult): Item[] {
  return uncoveredChanges(result).map((reason) => ({
    section: 'causes',
    cells: [`**${markdownText(reason.scenario, 60)}** ${reasonLine(reason)}`],
  }))
}

function lines({ strong }: Why): string[] {
  if (strong.length === 0) return ['- No likely cause was found in what was looked at.']
  return strong.map((reason, index) => `${index + 1}. ${reasonLine(reason)}`)
}

function whyItem({ scenario }: Why, line: string): Item {
  return { section: 'why', scenario, cells: [line] }
}

function saturated(result: RunResult, { scenario }: Why): string[] {
  const waits = result.scenarios.find(({ name }) => name === scenario)?.evidence?.waits
  const text = waits === undefined ? null : busiestText(waits)
  return text === null ? [] : [`\nBusiest under load in head: ${markdownText(text, 200)}.`]
}

export function reasonLine(reason: Reason): string {
  const { title, code, place, touched, onlyChangedFile, weight } = reason
  const parts = [markdownText(title, titleLength)]
  if (weight !== null) parts.unshift(`**${weight}:**`)
  if (place !== null && placeText(place) !== '' && !title.includes(placeText(place))) {
    parts.push(`– ${markdownCode(placeText(place), codeLength)}`)
  }
  if (touched) parts.push('– **in lines this change touched**')
  if (onlyChangedFile) parts.push('– the only changed source file')
  if (code !== null) parts.push(markdownCode(code))
  return parts.join(' ')
}
