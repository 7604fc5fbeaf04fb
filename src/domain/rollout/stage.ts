import { z } from 'zod';

/**
 * How far a rule is rolled out in an account.
 *
 * - `off`: it is not judged; what it found before is resolved as switched off.
 * - `observe`: it is judged and the security team sees what it finds; no issue is filed.
 * - `ticket`: what it finds becomes Jira issues.
 */
export const STAGES = ['off', 'observe', 'ticket'] as const;
export const stageSchema = z.enum(STAGES);
export type Stage = z.infer<typeof stageSchema>;
