/**
 * One form for texts of the same statement: comments, letter case, white space, parameter numbers
 * and the length of parameter lists do not count. `pg_stat_statements` has already replaced
 * constants.
 */
export function normaliseStatement(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/--[^\n]*/g, ' ')
    .split(/("[^"]*"|'[^']*')/)
    .map((part, index) => (index % 2 === 1 ? part : plainPart(part)))
    .join('')
    .replaceAll(/\(\s*\$(?:\s*,\s*\$)*\s*\)/g, '($)')
    .replaceAll(/\(\$\)(?:\s*,\s*\(\$\))+/g, '($)')
    .replace(/[\s;]+$/, '')
    .trim()
}

function plainPart(part: string): string {
  return part
    .toLowerCase()
    .replaceAll(/\$\d+/g, '$')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(),]) ?/g, '$1')
}
