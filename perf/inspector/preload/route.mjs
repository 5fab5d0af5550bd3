/**
 * A segment that names one thing of many: a number, a UUID, a hash, or a name with digits in it.
 */
const identifier = /^(?=.*\d)[\w.~-]{1,128}$/
/** `v1` is a version of the interface, not a thing. */
const version = /^v\d{1,3}$/

/** `/payments/0199…/entries?page=2` is `/payments/:id/entries`. */
export function routeOf(path) {
  const [plain = ''] = path.split(/[?#]/, 1)
  return plain
    .split('/')
    .map((segment) => (identifier.test(segment) && !version.test(segment) ? ':id' : segment))
    .join('/')
}
