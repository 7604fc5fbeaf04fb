import type { AdvancedEventSelector, AdvancedFieldSelector } from '@aws-sdk/client-cloudtrail';
import type { Trail } from './resources';

/** Which management events a trail records. */
export interface ManagementEvents {
  read: boolean;
  write: boolean;
  /** Services whose events it leaves out: kms.amazonaws.com, rdsdata.amazonaws.com. */
  excluded: string[];
}

type Selectors = Awaited<ReturnType<Trail['eventSelectors']>>;

/** What the selectors of a trail record together. A trail without selectors records all management events. */
export function managementEvents({ basic, advanced }: Selectors): ManagementEvents {
  if (basic.length === 0 && advanced.length === 0) return { read: true, write: true, excluded: [] };
  return together([
    ...basic
      .filter((selector) => selector.IncludeManagementEvents !== false)
      .map((selector) => ({
        read: selector.ReadWriteType !== 'WriteOnly',
        write: selector.ReadWriteType !== 'ReadOnly',
        excluded: selector.ExcludeManagementEventSources ?? [],
      })),
    ...advanced.map(ofAdvanced),
  ]);
}

function together(selectors: ManagementEvents[]): ManagementEvents {
  const recording = selectors.filter((selector) => selector.read || selector.write);
  const [first] = recording;
  return {
    read: recording.some((selector) => selector.read),
    write: recording.some((selector) => selector.write),
    // A source counts as left out when one of the selectors leaves it out, unless one records everything.
    excluded: recording.some((selector) => selector.read && selector.write && selector.excluded.length === 0)
      ? []
      : [...new Set(first === undefined ? [] : recording.flatMap((selector) => selector.excluded))],
  };
}

const NOTHING: ManagementEvents = { read: false, write: false, excluded: [] };

/** The fields of one advanced selector are ANDed: any that narrows further than known here makes it record less than all. */
function ofAdvanced(selector: AdvancedEventSelector): ManagementEvents {
  const fields = selector.FieldSelectors ?? [];
  const field = (name: string) => fields.find((candidate) => candidate.Field === name);
  if (!field('eventCategory')?.Equals?.includes('Management')) return NOTHING;
  const known = new Set(['eventCategory', 'readOnly', 'eventSource']);
  if (fields.some((candidate) => !known.has(candidate.Field ?? ''))) return NOTHING;

  const source = field('eventSource');
  if (source !== undefined && !onlyExcludes(source)) return NOTHING;

  const readOnly = field('readOnly');
  const values =
    readOnly?.Equals ?? readOnly?.NotEquals?.map((value) => (value === 'true' ? 'false' : 'true'));
  return {
    read: values === undefined || values.includes('true'),
    write: values === undefined || values.includes('false'),
    excluded: source?.NotEquals ?? [],
  };
}

function onlyExcludes(field: AdvancedFieldSelector): boolean {
  const others = [field.Equals, field.StartsWith, field.EndsWith, field.NotStartsWith, field.NotEndsWith];
  return others.every((values) => values === undefined || values.length === 0);
}
