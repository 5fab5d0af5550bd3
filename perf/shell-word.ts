/**
 * One argument of a command that a person pastes into a shell: quoted where the shell would change
 * it.
 */
export function shellWord(word: string): string {
  if (/^[\w./:@%+=,-]+$/.test(word)) return word
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}
