import { z } from 'zod';
import { accountIdSchema, accountTierSchema, regionSchema, roleArnSchema } from '../domain/account';
import { CliError } from './cli-error';

const accountEntrySchema = z
  .object({
    id: accountIdSchema,
    name: z.string().trim().min(1, 'must not be empty').max(100),
    tier: accountTierSchema.default('production'),
    roleArn: roleArnSchema,
    // Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    externalId: z
      .string()
      .regex(
        /^[\w+=,.@:/-]{2,1224}$/,
        'must be 2 to 1224 letters, digits or _+=,.@:/-, as in the trust policy',
      ),
    regions: z.preprocess(
      (value) => (value === 'enabled' ? null : value),
      z
        .array(regionSchema, { error: 'must be "enabled" or a list of region codes' })
        .min(1, 'must name at least one region')
        .nullable(),
    ),
  })
  .refine((account) => account.roleArn.split(':')[4] === account.id, {
    path: ['roleArn'],
    message: 'must be a role of this same account',
  });

/** An account to scan; `regions` is null for every region that it has enabled. */
export type AccountEntry = z.infer<typeof accountEntrySchema>;

const accountsFileSchema = z
  .array(accountEntrySchema, { error: 'must be a list of accounts' })
  .min(1, 'lists no account')
  .superRefine((accounts, context) => {
    for (const [index, { id }] of accounts.entries()) {
      const first = accounts.findIndex((account) => account.id === id);
      if (first === index) continue;
      context.addIssue({
        code: 'custom',
        path: [index, 'id'],
        message: `is the account of [${first}] again`,
      });
    }
  });

/**
 * Reads the text of an accounts file. Throws a CliError that names the file, the entry and the field; what the file says,
 * external ids for one, is not repeated.
 */
export function parseAccountsFile(text: string, fileName: string): AccountEntry[] {
  const parsed = accountsFileSchema.safeParse(parseJson(text, fileName), { error: plainly });
  if (parsed.success) return parsed.data;
  const [issue, ...more] = parsed.error.issues;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${pathOf(issue.path)}: `;
  throw new CliError(`${fileName}: ${where}${issue?.message ?? 'is not a list of accounts'}${others}`);
}

/** zod's words for a value of the wrong kind are for programmers. */
function plainly(issue: {
  code?: string | undefined;
  input?: unknown;
  expected?: unknown;
}): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  return issue.input === undefined
    ? 'is missing'
    : `must be ${issue.expected === 'object' ? 'an object' : `a ${issue.expected}`}`;
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const line =
      position === undefined ? '' : ` (line ${text.slice(0, Number(position)).split('\n').length})`;
    throw new CliError(`${fileName}: is not JSON${line}`);
  }
}

/** `[1].regions[0]` */
export function pathOf(path: PropertyKey[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('');
}
