import defaultEncryption from '../../../../src/rules/ebs/ebs-default-encryption';
import blockPublic from '../../../../src/rules/ebs/ebs-snapshot-block-public';
import snapshotPublic from '../../../../src/rules/ebs/ebs-snapshot-public';
import volumeEncrypted from '../../../../src/rules/ebs/ebs-volume-encrypted';
import volumeUnattached from '../../../../src/rules/ebs/ebs-volume-unattached';
import type { EbsPublicSnapshot, EbsRegion, EbsVolume } from '../../../../src/rules/ebs/resources';
import { ACCOUNT, daysAgo, denied, judgeTable, notAsked, ROOT_ARN } from '../judge-table';

const region = (questions: Partial<EbsRegion>): EbsRegion => ({
  id: ACCOUNT,
  arn: ROOT_ARN,
  region: 'eu-west-1',
  encryptionByDefault: notAsked('encryptionByDefault'),
  snapshotBlockPublicAccess: notAsked('snapshotBlockPublicAccess'),
  ...questions,
});

judgeTable(defaultEncryption, [
  { name: 'on', resource: region({ encryptionByDefault: async () => true }), is: 'pass' },
  {
    name: 'off',
    resource: region({ encryptionByDefault: async () => false }),
    is: 'fail',
    says: 'eu-west-1',
  },
  {
    name: 'AWS refuses',
    resource: region({ encryptionByDefault: denied('GetEbsEncryptionByDefault') }),
    is: 'unread',
  },
]);

judgeTable(blockPublic, [
  {
    name: 'all sharing is blocked',
    resource: region({ snapshotBlockPublicAccess: async () => 'block-all-sharing' }),
    is: 'pass',
  },
  {
    name: 'only new sharing is blocked',
    resource: region({ snapshotBlockPublicAccess: async () => 'block-new-sharing' }),
    is: 'fail',
    says: 'Only new',
  },
  {
    name: 'only new sharing is blocked, which is accepted',
    params: { accept_block_new: true },
    resource: region({ snapshotBlockPublicAccess: async () => 'block-new-sharing' }),
    is: 'pass',
  },
  {
    name: 'nothing is blocked',
    params: { accept_block_new: true },
    resource: region({ snapshotBlockPublicAccess: async () => 'unblocked' }),
    is: 'fail',
    evidence: { snapshotBlockPublicAccess: 'unblocked' },
  },
  {
    name: 'AWS refuses',
    resource: region({ snapshotBlockPublicAccess: denied('GetSnapshotBlockPublicAccessState') }),
    is: 'unread',
  },
]);

const snapshot = (block: EbsPublicSnapshot['snapshotBlockPublicAccess']): EbsPublicSnapshot => ({
  id: 'snap-0abc',
  arn: 'arn:aws:ec2:eu-west-1::snapshot/snap-0abc',
  region: 'eu-west-1',
  volumeId: 'vol-0abc',
  sizeGiB: 100,
  description: '',
  encrypted: false,
  startedAt: daysAgo(10),
  snapshotBlockPublicAccess: block,
});

judgeTable(snapshotPublic, [
  {
    name: 'the region keeps it private',
    resource: snapshot(async () => 'block-all-sharing'),
    is: 'pass',
  },
  {
    name: 'block-new-sharing leaves it public',
    resource: snapshot(async () => 'block-new-sharing'),
    is: 'fail',
    says: '100 GiB',
    evidence: { volumeId: 'vol-0abc', startedOn: '2026-11-13' },
  },
  {
    name: 'a public snapshot is not hidden by a block that cannot be read',
    resource: snapshot(denied('GetSnapshotBlockPublicAccessState')),
    is: 'fail',
    evidence: { snapshotBlockPublicAccess: 'could not be read' },
  },
]);

const volume = (settings: Partial<EbsVolume>): EbsVolume => ({
  id: 'vol-0abc',
  arn: `arn:aws:ec2:eu-west-1:${ACCOUNT}:volume/vol-0abc`,
  region: 'eu-west-1',
  state: 'in-use',
  encrypted: true,
  sizeGiB: 50,
  volumeType: 'gp3',
  createdAt: daysAgo(400),
  attachedTo: ['i-0abc'],
  ...settings,
});

judgeTable(volumeEncrypted, [
  { name: 'encrypted', resource: volume({}), is: 'pass' },
  { name: 'in clear', resource: volume({ encrypted: false }), is: 'fail', says: 'attached to i-0abc' },
  {
    name: 'in clear and unattached',
    resource: volume({ encrypted: false, state: 'available', attachedTo: [] }),
    is: 'fail',
    says: '50 GiB, unattached',
  },
]);

const unattached = (ageDays: number) =>
  volume({ state: 'available', attachedTo: [], createdAt: daysAgo(ageDays) });

judgeTable(volumeUnattached, [
  { name: 'attached', resource: volume({}), is: 'pass' },
  { name: 'being created', resource: volume({ state: 'creating', attachedTo: [] }), is: 'pass' },
  { name: 'unattached, exactly at the limit', resource: unattached(7), is: 'pass', says: 'not older than 7' },
  { name: 'unattached, past the limit', resource: unattached(7.01), is: 'fail', says: 'attached to nothing' },
  { name: 'a longer limit', params: { min_age_days: 30 }, resource: unattached(29), is: 'pass' },
  { name: 'no patience at all', params: { min_age_days: 0 }, resource: unattached(0.5), is: 'fail' },
]);
