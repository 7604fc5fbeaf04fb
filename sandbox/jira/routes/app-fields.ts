import { z } from 'zod';
import { type Call, noContent, route } from '../http/route';
import { ownField, setAppFields } from '../issues/app-fields';

const issueIds = z.array(z.coerce.string().regex(/^\d+$/)).min(1);
const oneField = z.strictObject({
  updates: z.array(z.strictObject({ issueIds, value: z.unknown() })).min(1),
});
const manyFields = z.strictObject({
  updates: z.array(z.strictObject({ customField: z.string(), issueIds, value: z.unknown() })).min(1),
});

const changelog = (call: Call) => ({ changelog: call.flag('generateChangelog', true) });

export const appFieldRoutes = [
  route('PUT', '/app/field/{fieldIdOrKey}/value', (call) => {
    const field = ownField(call.site, call.caller, call.param('fieldIdOrKey'));
    const { updates } = call.body(oneField);
    setAppFields(
      call.site,
      call.caller,
      updates.map((update) => ({ field, ...update })),
      changelog(call),
    );
    return noContent;
  }),
  route('POST', '/app/field/value', (call) => {
    const { updates } = call.body(manyFields);
    const found = updates.map(({ customField, ...update }) => ({
      field: ownField(call.site, call.caller, customField),
      ...update,
    }));
    setAppFields(call.site, call.caller, found, changelog(call));
    return noContent;
  }),
];
