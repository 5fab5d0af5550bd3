/** SWIFT's character set x, without the line break, which stands between lines and not in them. */
const allowed = /[A-Za-z0-9/\-?:().,'+ ]/

/** What has a customary spelling in those characters; what has none becomes a full stop. */
const spellings: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  Æ: 'AE',
  æ: 'ae',
  Œ: 'OE',
  œ: 'oe',
  Ø: 'O',
  ø: 'o',
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ð: 'D',
  ð: 'd',
  Þ: 'Th',
  þ: 'th',
  ı: 'i',
  '€': 'EUR',
  '£': 'GBP',
  $: 'USD',
  '₪': 'ILS',
  '₹': 'INR',
  '@': '(at)',
  '&': '+',
  _: '-',
  '‐': '-',
  '–': '-',
  '—': '-',
  '"': "'",
  '`': "'",
  '‘': "'",
  '’': "'",
  '“': "'",
  '”': "'",
  ';': ',',
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
  '<': '(',
  '>': ')',
  '\\': '/',
  '|': '/',
}

const unknown = '.'
const combiningMarks = /\p{M}+/gu
const blanks = /\s+/gu

/** The text in character set x: accents off, customary spellings, everything else a full stop. */
export function transliterate(text: string): string {
  const plain = text.normalize('NFKD').replace(combiningMarks, '').replace(blanks, ' ').trim()
  return Array.from(plain, (character) =>
    allowed.test(character) ? character : (spellings[character] ?? unknown),
  ).join('')
}

/** A line that begins so would end the message or begin a field. */
const misleading = /^[-:]/

/**
 * Cuts text of character set x into lines, `count` at most; what does not fit is left out, as the
 * format has no more room. No line is blank and none begins with a hyphen or a colon: the cut comes
 * a little earlier, or, where that does not help, the character becomes a full stop.
 */
export function wrap(text: string, width: number, count: number): string[] {
  const lines: string[] = []
  let rest = text.trim()
  while (rest !== '' && lines.length < count) {
    const start = rest.replace(misleading, unknown)
    let length = Math.min(width, start.length)
    while (length > width / 2 && misleading.test(start.slice(length).trimStart())) {
      length -= 1
    }
    lines.push(start.slice(0, length).trimEnd())
    rest = start.slice(length).trimStart()
  }
  return lines
}
