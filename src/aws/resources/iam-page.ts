import type { Source } from '../source';

/** The largest that IAM takes. */
export const IAM_PAGE = 1000;

/** The marker of the page that follows; undefined after the last one. Throws an UnreadableError for a cut-off answer. */
export function nextMarker(
  page: { IsTruncated?: boolean | undefined; Marker?: string | undefined },
  source: Source,
): string | undefined {
  return page.IsTruncated === true ? source.required(page.Marker, 'the marker of the next page') : undefined;
}
