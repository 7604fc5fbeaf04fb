import { z } from 'zod';

const oneOrMany = z.union([z.string(), z.array(z.string())]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** `"*"` or `{"AWS": ..., "Service": ...}`. */
const principalSchema = z.union([z.string(), z.record(z.string(), oneOrMany)]);

const statementSchema = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principalSchema.optional(),
  NotPrincipal: principalSchema.optional(),
  Action: oneOrMany.optional(),
  NotAction: oneOrMany.optional(),
  Resource: oneOrMany.optional(),
  NotResource: oneOrMany.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.union([scalar, z.array(scalar)]))).optional(),
});

/** A statement as it is written: nothing is rewritten, so that evidence shows what the owner wrote. */
export type PolicyStatement = z.infer<typeof statementSchema>;

/** The elements of a policy document, with a lone statement made a list of one. */
const documentSchema = z.object({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(statementSchema)),
});

/**
 * An IAM or resource policy.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export type PolicyDocument = z.infer<typeof documentSchema>;

/**
 * Reads the JSON text of a policy (IAM's is URL-encoded: decode it first). Throws a SyntaxError for what is not JSON and
 * a ZodError for what is not a policy.
 */
export function parsePolicyDocument(text: string): PolicyDocument {
  return documentSchema.parse(JSON.parse(text));
}
