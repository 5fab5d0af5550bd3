/**
 * GitHub's paging: 30 items a page unless asked, 100 at most, neighbours in a Link header.
 * Source: GitHub docs, "Using pagination in the REST API".
 */
export interface Page<T> {
  readonly items: readonly T[]
  readonly link: string | undefined
}

export function pageOf<T>(all: readonly T[], url: URL): Page<T> {
  const perPage = Math.min(positive(url.searchParams.get('per_page'), 30), 100)
  const page = positive(url.searchParams.get('page'), 1)
  const last = Math.max(1, Math.ceil(all.length / perPage))
  const links = [
    ...(page > 1 ? [linkTo(url, page - 1, 'prev'), linkTo(url, 1, 'first')] : []),
    ...(page < last ? [linkTo(url, page + 1, 'next'), linkTo(url, last, 'last')] : []),
  ]
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    link: links.length > 0 ? links.join(', ') : undefined,
  }
}

function linkTo(url: URL, page: number, rel: string): string {
  const target = new URL(url)
  target.searchParams.set('page', String(page))
  return `<${target.href}>; rel="${rel}"`
}

function positive(text: string | null, otherwise: number): number {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : otherwise
}
