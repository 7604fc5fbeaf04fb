const ACCESS_KEY_ID = /\b(AKIA|ASIA)[A-Z0-9]{12,}\b/g;

/** The text with what AWS's access key ids begin with in their place: `AKIA...`. */
export function withoutAccessKeyIds(text: string): string {
  return text.replace(ACCESS_KEY_ID, '$1...');
}
