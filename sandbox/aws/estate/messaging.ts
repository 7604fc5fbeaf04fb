import { z } from 'zod';
import { resourcePolicySchema } from './resource-policy';
import { tagsSchema } from './values';

export const queueSchema = z.strictObject({ policy: resourcePolicySchema, tags: tagsSchema.default({}) });

/** A topic without a policy of its own has the one that SNS gives it: its account, by aws:SourceOwner. */
export const topicSchema = z.strictObject({ policy: resourcePolicySchema, tags: tagsSchema.default({}) });
