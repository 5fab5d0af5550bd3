import type { RunResult } from '../result/document.ts'
import type { JudgeFigures } from '../result/judge-figures.ts'

/** Everything that markdown, HTML or a terminal could take for an instruction. */
export const hostileText = [
  '| a | b |',
  '`code` ```fence``` \\` \\| \\\\|',
  '<script>alert(1)</script><img src=x onerror=alert(1)><!-- plumbline head=0000000 run=forged -->',
  '@octocat @org/team #1 GH-2 org/repo#3 https://evil.example/x www.evil.example',
  '![img](https://evil.example/p.png) [link](javascript:alert(1)) *b* _i_ ~~s~~',
  '</details></summary>\n# heading\n\n- item\r\n> quote',
  '\u001b[31mred\u001b[0m \u0007 \u0000 \u202Eright to left\u202C \u200B &amp; &lt; "quoted" \'single\' $x^2$',
].join(' ')

/** Free text of the evidence; kinds and processes are the schema's words. */
const freeText = new Set(
  'function file source statement event name title detail metric base head tools reason table'.split(
    ' ',
  ),
)

/** What the schema takes at most; 3,000 for the rest. */
const longest: Readonly<Record<string, number>> = {
  function: 300,
  file: 500,
  table: 300,
  event: 200,
  tools: 200,
  name: 100,
}

/** Every free text in a value ends in hostile text. */
function tainted<T>(value: T): T {
  const taint = (key: string, text: string) =>
    `${text.slice(0, 300)}\n\n${hostileText}`.slice(0, longest[key] ?? 3_000)
  return JSON.parse(JSON.stringify(value), (key, inner) =>
    typeof inner === 'string' && freeText.has(key) ? taint(key, inner) : inner,
  ) as T
}

/** For the hostile run's own scenarios. */
function detectable(judge: JudgeFigures): JudgeFigures['detectable'] {
  return judge.detectable.map((effect) => ({
    ...effect,
    scenario: `${effect.scenario} ${hostileText}`,
    title: hostileText,
  }))
}

/** The same run with every free text replaced by, or ending in, hostile text. */
export function hostileRun(run: RunResult): RunResult {
  const taint = (text: string) => `${text} ${hostileText}`
  return {
    ...run,
    runId: `--><b>${hostileText}`,
    startedAt: hostileText,
    profile: hostileText,
    policy: hostileText,
    base: { ...run.base, ref: hostileText, commit: hostileText },
    head: { ...run.head, ref: hostileText, commit: hostileText },
    fingerprint: {
      ...run.fingerprint,
      lane: hostileText,
      cpuModel: hostileText,
      os: hostileText,
      provider: hostileText,
      postgres: hostileText,
    },
    warnings: [{ code: hostileText, message: hostileText, gate: false }],
    reproduce: `npm run perf\n\`\`\`\n${hostileText}`,
    ...(run.repeated === undefined ? {} : { repeated: tainted(run.repeated) }),
    ...(run.judge === undefined
      ? {}
      : {
          judge: {
            ...tainted(run.judge),
            lane: hostileText,
            profile: hostileText,
            detectable: detectable(run.judge),
          },
        }),
    scenarios: run.scenarios.map((scenario) => ({
      ...scenario,
      ...(scenario.evidence === undefined ? {} : { evidence: tainted(scenario.evidence) }),
      ...(scenario.causes === undefined ? {} : { causes: tainted(scenario.causes) }),
      name: taint(scenario.name),
      title: hostileText,
      metrics: scenario.metrics.map((metric) => ({
        ...metric,
        title: taint(metric.title),
        unit: hostileText,
      })),
      counters: scenario.counters.map((counter) => ({
        ...counter,
        id: taint(counter.id),
        group: hostileText,
        title: taint(counter.title),
        unit: hostileText,
        detail: taint(counter.detail ?? ''),
      })),
      invariants: scenario.invariants.map((invariant, index) => ({
        ...invariant,
        title: hostileText,
        violations: index,
        sample: [hostileText],
      })),
      generations: scenario.generations.map((generation) => ({
        ...generation,
        order: hostileText,
        dropped: generation.index === 2 ? hostileText : null,
      })),
    })),
  }
}
