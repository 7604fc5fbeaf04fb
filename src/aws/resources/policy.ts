import { type PolicyDocument, parsePolicyDocument } from '../../rules/policy/document';
import type { Source } from '../source';

/**
 * Reads the text of a resource policy. Throws an UnreadableError for what is no policy: nobody knows then what it allows.
 * @param what whose policy it is, for people
 */
export function parsePolicy(text: string | undefined, source: Source, what: string): PolicyDocument {
  const json = source.required(text, `the policy of ${what}`);
  try {
    return parsePolicyDocument(json);
  } catch {
    throw source.malformed(`a policy of ${what} that is not a policy document`);
  }
}
