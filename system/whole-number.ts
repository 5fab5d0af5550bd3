import { Type } from 'typebox'

/** A variable of the environment that is a whole number, with what it is where it is not given. */
export const wholeNumber = (fallback: number, minimum: number, maximum: number) =>
  Type.Integer({ default: fallback, minimum, maximum })
