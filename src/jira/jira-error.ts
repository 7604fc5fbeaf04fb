import { z } from 'zod';
import { fitText } from '../domain/fit-text';
import { TrackerError, type TrackerOutcome } from '../tickets/tracker-error';

/** ErrorCollection of the Jira REST API; some peers answer `message` alone. */
const errorCollectionSchema = z.object({
  errorMessages: z.array(z.string()).optional(),
  errors: z.record(z.string(), z.string()).optional(),
  message: z.string().optional(),
});

const MAX_SENTENCE = 500;

/** A call that Jira answered with an error, or did not answer. */
export class JiraError extends TrackerError {
  override name = 'JiraError';

  constructor(
    readonly call: string,
    /** The HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly errorMessages: readonly string[],
    fieldErrors: Readonly<Record<string, string>> = {},
    options?: ErrorOptions,
  ) {
    super(outcomeOf(status), sentenceOf(call, status, errorMessages, fieldErrors), fieldErrors, options);
  }
}

/** Reads Jira's error body; what is no ErrorCollection is left out rather than shown raw. */
export function jiraErrorOf(call: string, status: number, body: string): JiraError {
  const parsed = errorCollectionSchema.safeParse(parseJson(body));
  if (!parsed.success) return new JiraError(call, status, []);
  const { errorMessages = [], errors = {}, message } = parsed.data;
  return new JiraError(call, status, message ? [...errorMessages, message] : errorMessages, errors);
}

function outcomeOf(status: number): TrackerOutcome {
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'missing';
  if (status === 429) return 'throttled';
  if (status >= 400 && status < 500) return 'refused';
  return 'unanswered';
}

function sentenceOf(
  call: string,
  status: number,
  errorMessages: readonly string[],
  fieldErrors: Readonly<Record<string, string>>,
): string {
  const details = [
    ...errorMessages,
    ...Object.entries(fieldErrors).map(([field, text]) => `${field}: ${text}`),
  ].join(' ');
  const head = status === 0 ? `Jira did not answer ${call}` : `Jira answered ${call} with ${status}`;
  const sentence = details ? `${head}: ${details}` : `${head}.`;
  return fitText(sentence, MAX_SENTENCE);
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
