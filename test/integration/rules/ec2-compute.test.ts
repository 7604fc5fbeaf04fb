import { gzipSync } from 'node:zlib';
import { resourceId } from '../../../sandbox/aws/world';
import { ACCOUNT_ID, REGION, wireTable } from './wire';

const idOf = (prefix: string, name: string) => resourceId(prefix, ACCOUNT_ID, REGION, name);
const i = (name: string) => idOf('i', name);
const vpcs = { main: {} };

wireTable('ec2-instance-public-ip', {
  cases: [
    {
      name: 'with and without an address',
      region: {
        vpcs,
        instances: { inside: {}, outside: { publicIp: true }, off: { publicIp: true, state: 'stopped' } },
      },
      is: {
        [i('inside')]: 'pass',
        [i('outside')]: ['fail', 'the public address 203.0.113.'],
        [i('off')]: 'pass',
      },
    },
    {
      name: 'exempt by a tag',
      params: { exempt_tag: 'exposure=public' },
      region: {
        vpcs,
        instances: {
          bastion: { publicIp: true, tags: { exposure: 'public' } },
          other: { publicIp: true, tags: { exposure: 'private' } },
        },
      },
      is: { [i('bastion')]: ['pass', 'Exempt'], [i('other')]: 'fail' },
    },
  ],
});

wireTable('ec2-instance-profile', {
  cases: [
    {
      name: 'with and without a role',
      region: {
        vpcs,
        instances: { own: {}, bare: { profile: null }, off: { profile: null, state: 'stopped' } },
      },
      is: { [i('own')]: 'pass', [i('bare')]: ['fail', 'no role'], [i('off')]: ['pass', 'stopped'] },
    },
  ],
});

wireTable('ec2-instance-stopped-old', {
  cases: [
    {
      name: 'by since when it is stopped',
      region: {
        vpcs,
        instances: {
          running: {},
          lately: { state: 'stopped', stopped: '10d' },
          long: { state: 'stopped', stopped: '90d' },
          'nobody-knows': { state: 'stopped', stopped: null },
          gone: { state: 'terminated' },
        },
      },
      is: {
        [i('running')]: 'pass',
        [i('lately')]: ['pass', '2026-11-13'],
        [i('long')]: ['fail', 'stopped since 2026-08-25'],
        [i('nobody-knows')]: 'unknown',
        [i('gone')]: 'pass',
      },
    },
  ],
});

const SCRIPT = '#!/bin/sh\nexport DB_PASSWORD=Tr0ub4dor3\n';
const LONG_SCRIPT = `#!/bin/sh\n${'# nothing to see here\n'.repeat(9)}export DB_PASSWORD=Tr0ub4dor3\n`;
const BINARY = Buffer.from([
  0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe, 0x80, 1, 2, 3, 0, 0, 9, 200, 201, 0, 7, 1, 17,
]);
const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');
const broken = (text: string, indent: number) =>
  (text.match(/.{1,76}/g) ?? []).join(`\n${' '.repeat(indent)}`);
const message = (encoding: string, body: string) =>
  [
    'Content-Type: multipart/mixed; boundary="edge"',
    'MIME-Version: 1.0',
    '',
    '--edge',
    'Content-Type: text/x-shellscript; charset="us-ascii"',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    body,
    '--edge--',
    '',
  ].join('\n');
const cloudConfig = (encoding: string, content: string) =>
  `#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    encoding: ${encoding}\n    content: ${content}\nruncmd:\n  - systemctl restart app\n`;
wireTable('ec2-instance-userdata-secrets', {
  cases: [
    {
      name: 'what the script holds',
      region: {
        vpcs,
        instances: {
          none: {},
          clean: { userData: '#!/bin/sh\ndnf install -y nginx\n' },
          plain: { userData: SCRIPT },
          packed: { userData: SCRIPT, gzip: true },
        },
      },
      is: {
        [i('none')]: ['pass', 'no user data'],
        [i('clean')]: 'pass',
        [i('plain')]: ['fail', 'a password or key'],
        [i('packed')]: 'fail',
      },
      evidence: { [i('packed')]: { found: [{ place: 'line 2', pattern: 'named-secret' }] } },
    },
    {
      name: 'what is encoded in it',
      region: {
        vpcs,
        instances: {
          mime: { userData: message('base64', base64(SCRIPT)) },
          'mime-clean': { userData: message('base64', base64('#!/bin/sh\ndnf install -y nginx\n')) },
          'mime-plain': { userData: message('7bit', SCRIPT) },
          'mime-quoted': { userData: message('quoted-printable', 'export DB_PASS=3DTr0ub=\n4dor3\n') },
          'mime-packed': { userData: message('base64', base64(gzipSync(SCRIPT))) },
          'mime-binary': { userData: message('base64', base64(BINARY)) },
          'mime-unheard-of': { userData: message('x-uuencode', 'begin 644 a') },
          'mime-without-parts': { userData: message('7bit', SCRIPT).replaceAll('--edge', '--other') },
          'utf-16': { userDataBytes: base64(Buffer.from(`\ufeff${SCRIPT}`, 'utf16le')) },
          'utf-16-big': { userDataBytes: base64(Buffer.from(`\ufeff${SCRIPT}`, 'utf16le').swap16()) },
          'utf-16-without-a-mark': { userDataBytes: base64(Buffer.from(SCRIPT, 'utf16le')) },
          'latin-1': { userDataBytes: base64(Buffer.from(`# für später\n${SCRIPT}`, 'latin1')) },
          file: { userData: cloudConfig('b64', base64(SCRIPT)) },
          'file-packed': { userData: cloudConfig('gz+b64', base64(gzipSync(SCRIPT))) },
          'file-over-lines': { userData: cloudConfig('b64', `|\n      ${broken(base64(LONG_SCRIPT), 6)}`) },
          'file-clean': { userData: cloudConfig('base64', base64('worker_processes auto;\n')) },
          'file-binary': { userData: cloudConfig('b64', base64(BINARY)) },
          'file-malformed': { userData: cloudConfig('gz+b64', base64(gzipSync(SCRIPT).subarray(0, 30))) },
          'by-shell': { userData: `#!/bin/sh\necho ${base64(SCRIPT)} | base64 -d > /etc/app.env\n` },
          'by-here-document': {
            userData: `#!/bin/sh\nbase64 -d > /etc/app.env <<EOF\n${broken(base64(LONG_SCRIPT), 0)}\nEOF\n`,
          },
          twice: { userData: base64(SCRIPT) },
          binary: { userDataBytes: base64(BINARY) },
          malformed: { userDataBytes: base64(gzipSync(SCRIPT).subarray(0, 30)) },
          'a-hash': { userData: `#!/bin/sh\necho ${'0a1b2c3d'.repeat(8)} app.tgz | sha256sum -c\n` },
        },
      },
      is: {
        [i('mime')]: 'fail',
        [i('mime-clean')]: 'pass',
        [i('mime-plain')]: 'fail',
        [i('mime-quoted')]: 'fail',
        [i('mime-packed')]: 'fail',
        [i('mime-binary')]: ['unknown', 'encoded in line 8'],
        [i('mime-unheard-of')]: 'unknown',
        [i('mime-without-parts')]: 'fail',
        [i('utf-16')]: 'fail',
        [i('utf-16-big')]: 'fail',
        [i('utf-16-without-a-mark')]: 'fail',
        [i('latin-1')]: 'fail',
        [i('file')]: 'fail',
        [i('file-packed')]: 'fail',
        [i('file-over-lines')]: 'fail',
        [i('file-clean')]: 'pass',
        [i('file-binary')]: ['unknown', 'encoded in line 5'],
        [i('file-malformed')]: 'unknown',
        [i('by-shell')]: 'fail',
        [i('by-here-document')]: 'fail',
        [i('twice')]: 'fail',
        [i('binary')]: ['unknown', 'cannot be read as text'],
        [i('malformed')]: 'unknown',
        [i('a-hash')]: 'pass',
      },
      evidence: {
        [i('mime')]: { found: [{ place: 'what is encoded in line 8, line 2' }] },
        [i('mime-plain')]: { found: [{ place: 'line 9' }] },
        [i('file')]: { found: [{ place: 'what is encoded in line 5, line 2' }] },
        [i('utf-16')]: { found: [{ place: 'line 2' }] },
      },
    },
    {
      name: 'other patterns only',
      params: { patterns: ['private-key'] },
      region: { vpcs, instances: { plain: { userData: SCRIPT } } },
      is: { [i('plain')]: 'pass' },
    },
  ],
});

const old = { age: '200d' };
wireTable('ec2-ami-unused', {
  cases: [
    {
      name: 'by what launches from it',
      region: {
        vpcs,
        images: {
          of_instance: old,
          of_template: old,
          of_latest: old,
          of_configuration: old,
          of_terminated: old,
          unused: { ...old, id: 'ami-unused' },
          new: { age: '10d' },
          disabled: { ...old, state: 'disabled' },
        },
        instances: {
          web: { image: 'of_instance' },
          gone: { image: 'of_terminated', state: 'terminated' },
        },
        launchTemplates: { fleet: { image: 'of_template', latest: { image: 'of_latest' } } },
        launchConfigurations: { legacy: { image: 'of_configuration' } },
      },
      is: {
        [idOf('ami', 'of_instance')]: 'pass',
        [idOf('ami', 'of_template')]: ['pass', 'fleet'],
        [idOf('ami', 'of_latest')]: 'pass',
        [idOf('ami', 'of_configuration')]: ['pass', 'legacy'],
        [idOf('ami', 'of_terminated')]: 'fail',
        'ami-unused': ['fail', 'made on 2026-05-07'],
        [idOf('ami', 'new')]: 'pass',
        [idOf('ami', 'disabled')]: ['pass', 'disabled'],
      },
    },
    {
      name: 'by the versions that Auto Scaling groups name',
      region: {
        images: { of_pinned: old, of_mixed: old, of_override: old, of_older: old },
        launchTemplates: {
          pinned: { older: { image: 'of_pinned' } },
          mixed: { older: { image: 'of_mixed' } },
          forgotten: { older: { image: 'of_older' } },
        },
        autoScalingGroups: {
          web: { template: 'pinned', version: '1' },
          fleet: { template: 'mixed', version: '1', mixed: true, overrideImage: 'of_override' },
          'names-no-template': { template: null, version: '1' },
          'names-no-version': { template: 'forgotten', version: '9' },
          follows: { template: 'forgotten', version: '$Latest' },
        },
      },
      is: {
        [idOf('ami', 'of_pinned')]: ['pass', 'pinned'],
        [idOf('ami', 'of_mixed')]: ['pass', 'mixed'],
        [idOf('ami', 'of_override')]: ['pass', 'fleet'],
        [idOf('ami', 'of_older')]: 'fail',
      },
    },
    {
      name: 'while a template names its image by a parameter',
      region: {
        vpcs,
        images: { golden: old, of_instance: old },
        instances: { web: { image: 'of_instance' } },
        launchTemplates: { fleet: { imageParameter: 'resolve:ssm:golden' } },
      },
      is: {
        [idOf('ami', 'golden')]: ['unknown', 'The launch template fleet names its image by a parameter'],
        [idOf('ami', 'of_instance')]: 'pass',
      },
    },
    {
      name: 'while a template names an image of Amazon by a parameter',
      region: {
        images: { golden: old },
        launchTemplates: {
          fleet: {
            imageParameter:
              'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
          },
        },
      },
      is: { [idOf('ami', 'golden')]: 'fail' },
    },
  ],
});

wireTable('ec2-key-pair-unused', {
  cases: [
    {
      name: 'by what is launched with it',
      region: {
        vpcs,
        keyPairs: { of_instance: {}, of_template: {}, of_pinned: {}, of_configuration: {}, unused: {} },
        instances: { web: { keyPair: 'of_instance' } },
        launchTemplates: { fleet: { keyPair: 'of_template', older: { keyPair: 'of_pinned' } } },
        autoScalingGroups: { web: { template: 'fleet', version: '1' } },
        launchConfigurations: { legacy: { keyPair: 'of_configuration' } },
      },
      is: {
        of_instance: 'pass',
        of_template: 'pass',
        of_pinned: 'pass',
        of_configuration: 'pass',
        unused: ['fail', 'key pair unused'],
      },
    },
  ],
});

wireTable('ec2-launch-template-public-ip', {
  cases: [
    {
      name: 'by the default version',
      region: {
        launchTemplates: {
          silent: { id: 'lt-silent' },
          private: { id: 'lt-private', publicIp: false, latest: {} },
          public: { id: 'lt-public', publicIp: true, latest: {} },
        },
      },
      is: {
        'lt-silent': 'pass',
        'lt-private': 'pass',
        'lt-public': ['fail', 'The template public gives its instances public addresses'],
      },
    },
  ],
});

wireTable('ebs-snapshot-old', {
  cases: [
    {
      name: 'by age and who needs it',
      region: {
        snapshots: {
          new: { id: 'snap-new', age: '10d' },
          old: { id: 'snap-old', ...old },
          'of-an-image': { id: 'snap-image', ...old },
          'of-a-disabled-image': { id: 'snap-disabled', ...old },
          backup: { id: 'snap-backup', ...old, tags: { 'aws:backup:source-resource': 'vol-1' } },
          dlm: { id: 'snap-dlm', ...old, tags: { 'aws:dlm:lifecycle-policy-id': 'policy-1' } },
        },
        images: {
          golden: { snapshot: 'of-an-image' },
          retired: { snapshot: 'of-a-disabled-image', state: 'disabled' },
        },
      },
      is: {
        'snap-new': 'pass',
        'snap-old': ['fail', 'made on 2026-05-07'],
        'snap-image': ['pass', 'ami-'],
        'snap-disabled': ['pass', 'ami-'],
        'snap-backup': ['pass', 'AWS Backup'],
        'snap-dlm': ['pass', 'Data Lifecycle Manager'],
      },
    },
  ],
});

wireTable('vpc-subnet-auto-public-ip', {
  cases: [
    {
      name: 'by the setting and a tag',
      params: { exempt_tag: 'tier' },
      region: {
        vpcs,
        subnets: {
          inside: { id: 'subnet-inside' },
          outside: { id: 'subnet-outside', autoPublicIp: true },
          edge: { id: 'subnet-edge', autoPublicIp: true, tags: { tier: 'edge' } },
        },
      },
      is: { 'subnet-inside': 'pass', 'subnet-outside': 'fail', 'subnet-edge': ['pass', 'Exempt'] },
    },
  ],
});

wireTable('vpc-tgw-auto-accept', {
  cases: [
    {
      name: 'by hand or by itself',
      region: { transitGateways: { hub: { id: 'tgw-hub' }, lax: { id: 'tgw-lax', autoAccept: true } } },
      is: { 'tgw-hub': 'pass', 'tgw-lax': ['fail', 'by itself'] },
    },
  ],
});
