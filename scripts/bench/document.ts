/**
 * Pure: docs/benchmarks.md as a list of sections, one per row, each between two markers. A run
 * replaces the sections of its own rows and leaves the others, whose figures are of another day, as
 * they are.
 */
export interface Section {
  readonly name: string
  readonly text: string
}

const introduction = `# Benchmarks

What the project promises of its own speed and memory, and what was measured. Every section is written
by \`npm run bench -- --write\`, none by hand; each says on which machine, when and by which command its
figures were made. Latency is counted from the moment at which a request was due, so a stall is seen by
everyone who would have waited for it. "Cores" is CPU time by wall time: 1.0 is one core fully busy. The
durability profile \`process-crash\` (fsync off, synchronous_commit on) survives the kill of any process,
not the loss of power; on a shared disk the tail of \`durable\` shows the disk, not the code.`

/** `order` is that of all rows there are; a section of a row that is none any more is dropped. */
export function withSections(
  document: string,
  sections: readonly Section[],
  order: readonly string[],
): string {
  const texts = new Map(sectionsOf(document).map(({ name, text }) => [name, text]))
  for (const { name, text } of sections) texts.set(name, text.trim())
  const kept = order.flatMap((name) => {
    const text = texts.get(name)
    return text === undefined ? [] : [`${opening(name)}\n${text}\n${closing(name)}`]
  })
  return `${[introduction, ...kept].join('\n\n')}\n`
}

export function sectionsOf(document: string): Section[] {
  const pattern = /^<!-- bench: (\S+) -->\n([\s\S]*?)\n<!-- end: \1 -->$/gm
  return [...document.matchAll(pattern)].map(([, name = '', text = '']) => ({ name, text }))
}

const opening = (name: string) => `<!-- bench: ${name} -->`
const closing = (name: string) => `<!-- end: ${name} -->`
