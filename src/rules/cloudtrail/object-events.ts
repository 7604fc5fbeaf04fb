import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { JsonObject } from '../../domain/json';
import { fail, type Judgement, pass } from '../../domain/judgement';
import { firstThatMeets } from '../certain';
import { shorten } from '../policy/evidence';
import type { CloudTrailAccount, Trail } from './resources';

type Kind = 'read' | 'write';

/** ARNs that stand for every bucket in a basic selector. */
const EVERY_BUCKET = /^arn:aws[\w-]*:s3(:::)?$/;

/** Whether some trail of all regions records what happens to the objects of every bucket. */
export async function judgeObjectEvents(account: CloudTrailAccount, kind: Kind): Promise<Judgement> {
  const trails = await account.trails();
  // What each trail lacks, for the reader of a failure.
  const lacks: JsonObject = {};
  const good = await firstThatMeets(trails, async (trail) => {
    const lack = await whatItLacks(trail, kind);
    if (lack !== null) lacks[trail.name] = lack;
    return lack === null;
  });
  if (good !== null) return pass(`The trail ${good.name} records ${kind}s of all objects`);
  return fail(`No trail records ${kind}s of objects in S3`, { trails: shorten(lacks) });
}

/** Why the trail is not enough, or null when it is. What needs no call is asked first. */
async function whatItLacks(trail: Trail, kind: Kind): Promise<string | null> {
  if (!trail.isMultiRegion) return `covers ${trail.homeRegion} only`;
  if (!(await trail.isLogging())) return 'is stopped';
  const { basic, advanced } = await trail.eventSelectors();
  const records =
    basic.some((each) => ofBasic(each, kind)) || advanced.some((each) => ofAdvanced(each, kind));
  return records ? null : `leaves out ${kind}s of objects, or some of the buckets`;
}

function ofBasic({ ReadWriteType, DataResources = [] }: EventSelector, kind: Kind): boolean {
  const other = kind === 'read' ? 'WriteOnly' : 'ReadOnly';
  if (ReadWriteType === other) return false;
  return DataResources.some(
    ({ Type, Values = [] }) => Type === 'AWS::S3::Object' && Values.some((value) => EVERY_BUCKET.test(value)),
  );
}

/** The fields of one advanced selector are ANDed: any that narrows further than known here leaves something out. */
function ofAdvanced({ FieldSelectors: fields = [] }: AdvancedEventSelector, kind: Kind): boolean {
  const equals = (name: string) => fields.find(({ Field }) => Field === name)?.Equals;
  if (!equals('eventCategory')?.includes('Data')) return false;
  if (!equals('resources.type')?.includes('AWS::S3::Object')) return false;
  if (fields.some(({ Field = '' }) => !['eventCategory', 'resources.type', 'readOnly'].includes(Field)))
    return false;
  const readOnly = fields.find(({ Field }) => Field === 'readOnly');
  if (readOnly === undefined) return true;
  const wanted = kind === 'read' ? 'true' : 'false';
  return readOnly.Equals?.includes(wanted) === true || readOnly.NotEquals?.includes(wanted) === false;
}
