/**
 * Whether a numbered frame carries on from the last one that was seen. The numbers of a stream rise
 * by one, also over a lost connection that was resumed; anything else means that frames were
 * missed, or that a server which started anew counts from its own start. What is shown must then be
 * asked for again.
 */
export function carriesOn(sequence: number, last: number | undefined): boolean {
  return last === undefined || sequence === last + 1
}
