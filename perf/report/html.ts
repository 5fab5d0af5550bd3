import type { RunResult } from '../result/document.ts'
import { plainText } from './escape.ts'
import { headlineOf } from './headline.ts'
import { flameScript, flameScriptHash } from './html/inside/flame-script.ts'
import { hasFlameGraph } from './html/inside/inside.ts'
import { insideStyle } from './html/inside/style.ts'
import { html } from './html/markup.ts'
import { findings, masthead, runAndMachine } from './html/overview.ts'
import { scenarioSection } from './html/scenario-section.ts'
import { style } from './html/style.ts'

/**
 * The whole run as one page: no font, no image from elsewhere, no script but the one of the flame
 * graph, and a policy that would refuse any other if hostile text ever got through.
 */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A headline is shorter than this, unless somebody's names are not. */
const titleLength = 300

export function renderHtml(result: RunResult): string {
  const sections = result.scenarios.map((scenario) =>
    scenarioSection(scenario, result.kind === 'self-check', result.changedLines),
  )
  const isScripted = result.scenarios.some(hasFlameGraph)
  // The policy's quotes, the style sheet and the script are ours, and must not be escaped.
  const ours = {
    policy: { markup: isScripted ? `${policy}; script-src '${flameScriptHash}'` : policy },
    style: { markup: `${style}${insideStyle}` },
    script: { markup: isScripted ? `<script>${flameScript}</script>` : '' },
  }
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${ours.policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${plainText(headlineOf(result).text, titleLength)}</title>
        <style>
          ${ours.style}
        </style>
      </head>
      <body>
        ${masthead(result)}
        <main>${findings(result)}${sections}${runAndMachine(result)}</main>
        <footer>
          Written by Plumbline from ${result.schema}. Every figure on this page is in result.json
          beside it.
        </footer>
        ${ours.script}
      </body>
    </html> `
  return page.markup
}
