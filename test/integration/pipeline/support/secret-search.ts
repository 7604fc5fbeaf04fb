export interface Secret {
  name: string;
  value: string;
}

/** Long enough that nothing comes to it by chance, and no longer than any form of a secret. */
const LOOKED_UP = 12;

/**
 * Looks for all of the secrets at once, in whatever form they are written: as they are, escaped for JSON or a URI, in base64.
 * @returns which of them is in the text, and where; null when none is
 */
export function secretSearch(secrets: readonly Secret[]): (text: string) => string | null {
  const byBeginning = new Map<string, { name: string; form: string }[]>();
  for (const { name, value } of secrets) {
    for (const form of formsOf(value)) {
      const beginning = form.slice(0, LOOKED_UP);
      if (beginning.length < LOOKED_UP)
        throw new RangeError(`${name} is too short to be told from other text`);
      byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), { name, form }]);
    }
  }
  return (text) => {
    for (let at = 0; at <= text.length - LOOKED_UP; at += 1) {
      const near = byBeginning.get(text.slice(at, at + LOOKED_UP));
      const found = near?.find(({ form }) => text.startsWith(form, at));
      if (found !== undefined) return `${found.name}: ${text.slice(Math.max(0, at - 60), at + 80)}`;
    }
    return null;
  };
}

function formsOf(value: string): Set<string> {
  const inJson = JSON.stringify(value).slice(1, -1);
  const inUri = encodeURIComponent(value);
  const inBase64 = [0, 1, 2].map((before) => base64After(before, value));
  return new Set([
    value,
    inJson,
    inJson.replaceAll('/', '\\/'),
    inUri,
    inUri.replace(/%../g, (escaped) => escaped.toLowerCase()),
    ...inBase64,
    ...inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]);
}

/** The characters of base64 that are the value's alone, with so many bytes (up to 2) of something else before it. */
function base64After(before: number, value: string): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
  return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
