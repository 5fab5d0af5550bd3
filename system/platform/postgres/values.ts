import pg from 'pg'

type Parser = (text: string) => unknown

const int8 = pg.types.builtins.INT8

/**
 * bigint as a number while that is exact. Amounts are kept far below 2^53 by the schema's own
 * checks.
 */
function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`bigint ${text} does not fit a number exactly; select it as text`)
  }
  return value
}

export function parseValue(oid: number, format?: 'text' | 'binary'): Parser {
  return oid === int8 && format !== 'binary'
    ? parseInt8
    : (pg.types.getTypeParser(oid, format as 'text') as Parser)
}
