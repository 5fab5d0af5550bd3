/**
 * Array parameters as Postgres' own text literals. The driver can make them from JavaScript arrays,
 * but it looks at every element to find its type; here the caller knows.
 */

/** Numbers, uuids, booleans: nothing that needs a quote. */
export function plainArray(values: readonly (number | string)[]): string {
  return `{${values.join(',')}}`
}

const special = /["\\]/
const eachSpecial = /["\\]/g
/**
 * What JSON would write in a way of its own; without it, a JSON string is a quoted array element.
 */
const jsonOnly = /[^ -\ud7ff\ue000-\uffff]/

/** Any text; undefined becomes NULL. */
export function textArray(values: readonly (string | undefined)[]): string {
  return `{${values.map(element).join(',')}}`
}

function element(value: string | undefined): string {
  if (value === undefined) {
    return 'NULL'
  }
  if (!special.test(value)) {
    return `"${value}"`
  }
  return jsonOnly.test(value)
    ? `"${value.replace(eachSpecial, String.raw`\$&`)}"`
    : JSON.stringify(value)
}
