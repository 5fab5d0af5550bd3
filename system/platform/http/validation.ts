import type { FastifySchemaCompiler } from 'fastify'
import { Compile } from 'typebox/compile'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'

/**
 * Bodies are taken as they are: a number in quotes is a client's mistake. A query string can carry
 * nothing but text, so there "20" becomes 20 where the schema says integer, and defaults apply.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  const prepare =
    httpPart === 'querystring'
      ? (value: unknown) => Value.Convert(schema, Value.Default(schema, { ...(value as object) }))
      : (value: unknown) => value
  return (input: unknown) => {
    const value = prepare(input)
    return validator.Check(value) ? { value } : { error: validator.Errors(value) }
  }
}
