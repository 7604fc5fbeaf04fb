import { z } from 'zod';
import type { FieldKind, ScreenField } from '../tickets/ports';

/** What create metadata and transitions say of a field, as far as the app looks at it. */
export const fieldMetadataSchema = z.object({
  name: z.string(),
  required: z.boolean(),
  hasDefaultValue: z.boolean().optional(),
  allowedValues: z.array(z.unknown()).optional(),
  schema: z.object({ type: z.string(), items: z.string().optional() }).optional(),
});

/** Options of the fields that admins make have a value in place of a name. */
const optionSchema = z
  .object({ id: z.string(), name: z.string().optional(), value: z.string().optional() })
  .transform(({ id, name, value }) => ({ id, name: name ?? value }))
  .pipe(z.object({ id: z.string(), name: z.string() }));

const KIND_OF_TYPE: Record<string, FieldKind> = {
  string: 'text',
  number: 'number',
  date: 'date',
  option: 'option',
  priority: 'option',
  user: 'user',
};
const KIND_OF_ITEMS: Record<string, FieldKind> = {
  option: 'options',
  component: 'options',
  version: 'options',
  string: 'labels',
};

/** Source: https://developer.atlassian.com/server/jira/platform/jira-rest-api-examples/, "Setting custom field data". */
function kindOf({ schema }: z.infer<typeof fieldMetadataSchema>): FieldKind {
  if (schema === undefined) return 'other';
  const kind = schema.type === 'array' ? KIND_OF_ITEMS[schema.items ?? ''] : KIND_OF_TYPE[schema.type];
  return kind ?? 'other';
}

/** Options without an id and a name, as user pickers have, are left out. */
export function screenFieldOf(id: string, metadata: z.infer<typeof fieldMetadataSchema>): ScreenField {
  const options = (metadata.allowedValues ?? []).flatMap((value) => {
    const parsed = optionSchema.safeParse(value);
    return parsed.success ? [parsed.data] : [];
  });
  return {
    id,
    name: metadata.name,
    required: metadata.required,
    hasDefault: metadata.hasDefaultValue ?? false,
    kind: kindOf(metadata),
    options,
  };
}
