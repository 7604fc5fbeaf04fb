import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** A function as ListFunctions lists it. */
export interface LambdaFunction extends Resource {
  /** Null for a container image. */
  runtime: string | null;
  /** As Lambda writes it, ISO 8601. */
  lastModified: string;
  /** Throws an UnreadableError where Lambda could not decrypt it for the caller. */
  environment: Record<string, string>;
  /** Of the function itself, not of its aliases and versions; null when it has none. */
  policy(): Promise<PolicyDocument | null>;
  /** Its function URLs, those of aliases included. */
  urls(): Promise<LambdaUrl[]>;
}

/** The URL of a function or of one of its aliases. */
export interface LambdaUrl {
  url: string;
  authType: string;
  /** Of what the URL leads to: the function, or the alias; null when it has none. */
  policy(): Promise<PolicyDocument | null>;
}

export const lambdaFunction = resourceType<LambdaFunction>({
  key: 'lambda-function',
  type: 'AWS::Lambda::Function',
  label: 'Lambda function',
  scope: 'regional',
  consolePage: ({ id, region }) => `/lambda/home?region=${region}#/functions/${id}`,
});
