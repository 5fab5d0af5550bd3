/**
 * The published field rules of an MT103 that this gateway's messages can touch: blocks, order and
 * presence of fields, formats with SWIFT's own notation, and the network's conditional rules C1,
 * D49 and D51. Written from the rules and not from `composeMt103`, so that the two can disagree.
 */
export function mt103Faults(message: string): readonly string[] {
  const blocks = blockPattern.exec(message)
  if (blocks === null) {
    return ['message is not {1:..}{2:..}{3:{121:..}}{4:..-} with CRLF between its lines']
  }
  const fields = parseFields(blocks[1] ?? '')
  return [
    ...orderFaults(fields),
    ...formatFaults(fields),
    ...conditionFaults(new Map(fields.map(({ tag, value }) => [tag, value]))),
  ]
}

const terminal = '[A-Z]{6}[A-Z0-9]{3}[A-Z0-9]{3}'
const uuid4 = '[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}'
const blockPattern = new RegExp(
  String.raw`^\{1:F01${terminal}\d{10}\}\{2:I103${terminal}[NU]\}\{3:\{121:${uuid4}\}\}` +
    String.raw`\{4:\r\n([^]*)\r\n-\}$`,
)

interface Field {
  readonly tag: string
  readonly value: string
}

function parseFields(text: string): readonly Field[] {
  return text.split(/\r\n(?=:)/).map((part) => {
    const [, tag = '?', value = part] = /^:(\d\d[A-Z]?):([^]*)$/.exec(part) ?? []
    return { tag, value }
  })
}

const x = String.raw`[A-Za-z0-9/\-?:().,'+ ]`
/** `n*35x`: no line is blank, none begins with a hyphen or a colon. */
const lines = (most: number) =>
  String.raw`(?![\-: ])${x}{1,35}(?:\r\n(?![\-: ])${x}{1,35}){0,${most - 1}}`
const bic = '[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?'
const party = `(?:/${x}{1,34}\\r\\n)?${lines(4)}`
const agent = `(?:/[A-Z])?(?:/${x}{1,34})?${bic}`
const currencies = 'USD|AED|ILS|PKR|INR|EUR|GBP|SAR'

interface FieldRule {
  readonly tag: string
  readonly mandatory: boolean
  readonly format: RegExp
}

const rule = (tag: string, format: string, mandatory = false): FieldRule => ({
  tag,
  mandatory,
  format: new RegExp(`^(?:${format})$`),
})

/** In the order in which they have to stand. */
const fieldRules: readonly FieldRule[] = [
  rule('20', `(?!/)(?!.*//)(?!.*/$)${x}{1,16}`, true),
  rule('23B', 'CRED|CRTS|SPAY|SPRI|SSTD', true),
  rule('32A', String.raw`\d{6}(?:${currencies})(?=.{1,15}$)\d+,\d{0,2}`, true),
  rule('33B', String.raw`(?:${currencies})(?=.{1,15}$)\d+,\d{0,2}`),
  rule('36', String.raw`(?=.{1,12}$)\d+,\d*`),
  rule('50K', party, true),
  rule('52A', agent),
  rule('57A', agent),
  rule('59', party, true),
  rule('70', lines(4)),
  rule('71A', 'BEN|OUR|SHA', true),
]

function orderFaults(fields: readonly Field[]): readonly string[] {
  const places = fields.map(({ tag }) => fieldRules.findIndex((each) => each.tag === tag))
  const unknown = fields.filter((_, index) => places[index] === -1)
  const present = new Set(fields.map(({ tag }) => tag))
  const missing = fieldRules.filter(({ tag, mandatory }) => mandatory && !present.has(tag))
  const unordered = places.some((place, index) => index > 0 && place <= (places[index - 1] ?? -1))
  return [
    ...unknown.map(({ tag }) => `field ${tag} is not one of an MT103 of this gateway`),
    ...missing.map(({ tag }) => `field ${tag} is mandatory and missing`),
    ...(unordered ? ['fields are not in their order, each at most once'] : []),
  ]
}

function formatFaults(fields: readonly Field[]): readonly string[] {
  return fields.flatMap(({ tag, value }) => {
    const broken = fieldRules.some((each) => each.tag === tag && !each.format.test(value))
    return broken ? [`field ${tag} is ${JSON.stringify(value)}, not of its format`] : []
  })
}

function conditionFaults(values: ReadonlyMap<string, string>): readonly string[] {
  const settled = values.get('32A') ?? ''
  const instructed = values.get('33B')
  const converted = instructed !== undefined && instructed.slice(0, 3) !== settled.slice(6, 9)
  const date = `20${settled.slice(0, 2)}-${settled.slice(2, 4)}-${settled.slice(4, 6)}`
  return [
    ...(converted === values.has('36')
      ? []
      : ['C1: field 36 is there when, and only when, 33B and 32A differ in currency']),
    ...(isDate(date) ? [] : [`T50: ${settled.slice(0, 6)} in field 32A is no date`]),
    ...(/[1-9]/.test(settled.slice(9)) ? [] : ['C03: the amount in field 32A is zero']),
    ...(/[1-9]/.test(values.get('36') ?? '1') ? [] : ['the rate in field 36 is zero']),
  ]
}

function isDate(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}
