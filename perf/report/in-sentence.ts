import { plainText } from './escape.ts'

const longestTitle = 440

/** "Throughput" inside a sentence is "throughput"; "CPU" stays. */
export function inSentence(text: string): string {
  const title = plainText(text, longestTitle)
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}
