import { withoutAccessKeyIds } from '../domain/access-key-id';

/** Ids of Atlassian accounts: 24 hexadecimal digits, or a number, a colon and a UUID; `qm:` stands before customers' ids. */
const PERSON = /\b(?:qm:)?(?:\d{5,7}:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24})\b/gi;
/** What stands before the @ has at most 64 characters; without an end, a long text without one would be read from each of its. */
const EMAIL = /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g;
/** Longer than any name or ARN without a sign in it: a key, a token, a signature. */
const KEY_OR_TOKEN = /[A-Za-z0-9+/=_%-]{80,}/g;

/**
 * What a log line may carry of a text that somebody else wrote, such as the message of an error: no person and nothing
 * that opens a door. A last resort: what is logged on purpose has none of it.
 */
export function scrub(text: string): string {
  return withoutAccessKeyIds(text.replace(PERSON, '(a person)').replace(EMAIL, '(an address)')).replace(
    KEY_OR_TOKEN,
    '...',
  );
}
