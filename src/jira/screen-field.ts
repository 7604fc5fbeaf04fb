import { z } from 'zod';
import type { ScreenField } from '../tickets/ports';

/** What create metadata and transitions say of a field, as far as the app looks at it. */
export const fieldMetadataSchema = z.object({
  name: z.string(),
  required: z.boolean(),
  hasDefaultValue: z.boolean().optional(),
  allowedValues: z.array(z.unknown()).optional(),
});

const optionSchema = z.object({ id: z.string(), name: z.string() });

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
    options,
  };
}
