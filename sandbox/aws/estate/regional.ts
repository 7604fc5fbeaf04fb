import { z } from 'zod';
import { analyzersSchema } from './accessanalyzer';
import { configSchema } from './config';
import { tableSchema } from './dynamodb';
import { registryScanningSchema, repositorySchema } from './ecr';
import { fileSystemSchema } from './efs';
import { clusterSchema } from './eks';
import { guardDutySchema } from './guardduty';
import { classicLoadBalancerSchema, loadBalancerSchema } from './load-balancers';
import { queueSchema, topicSchema } from './messaging';
import { aclRuleSchema, everythingOut, portRuleSchema } from './network';
import { domainSchema } from './opensearch';
import { redshiftClusterSchema } from './redshift';
import { resourcePolicySchema } from './resource-policy';
import { accessPointSchema } from './s3';
import { secretSchema } from './secretsmanager';
import { securityHubSchema } from './securityhub';
import { documentSchema, managedNodeSchema, ssmSchema } from './ssm';
import { accountId, durationSchema, named, tagsSchema } from './values';

const DAY = 86_400_000;
const tags = tagsSchema.default({});
const age = durationSchema.default(200 * DAY);

const vpc = z.strictObject({
  id: z.string().optional(),
  cidr: z.string().default('10.0.0.0/16'),
  isDefault: z.boolean().default(false),
  flowLogs: z.enum(['all', 'accept', 'reject', 'none', 'failing']).default('all'),
  /** The group named default: AWS makes it open to its members, which a careful team takes away. */
  defaultGroup: z.enum(['closed', 'open']).default('closed'),
  /** Inbound rules of its default network ACL, in order; `closed` denies SSH and RDP first. */
  acl: z.union([z.enum(['closed', 'open']), z.array(aclRuleSchema)]).default('closed'),
  tags,
});

const securityGroup = z.strictObject({
  id: z.string().optional(),
  /** The only VPC of the region when absent. */
  vpc: z.string().optional(),
  description: z.string().optional(),
  ingress: z.array(portRuleSchema).default([]),
  egress: z.array(portRuleSchema).prefault([everythingOut]),
  tags,
});

const instance = z.strictObject({
  id: z.string().optional(),
  type: z.string().default('m6i.large'),
  state: z.enum(['running', 'stopped', 'terminated']).default('running'),
  /** Instance metadata: `required` is IMDSv2 only. */
  imds: z.enum(['required', 'optional', 'disabled']).default('required'),
  groups: z.array(z.string()).default([]),
  publicIp: z.boolean().default(false),
  rootEncrypted: z.boolean().default(true),
  rootSize: z.number().int().default(30),
  /** Name of its instance profile; null for an instance without a role. */
  profile: z.string().nullable().default('workload'),
  /** How long ago it was stopped; null where EC2 does not say. */
  stopped: durationSchema.nullable().default(5 * DAY),
  /** The script that it was launched with, as text. */
  userData: z.string().optional(),
  /** Whether cloud-init is handed the script packed. */
  gzip: z.boolean().default(false),
  /** User data that is no text in UTF-8, in base64 as EC2 hands it out. */
  userDataBytes: z.base64().optional(),
  /** Name of an image of the estate. */
  image: z.string().optional(),
  keyPair: z.string().optional(),
  age,
  tags,
});
export type Instance = z.infer<typeof instance>;

const volume = z.strictObject({
  id: z.string().optional(),
  size: z.number().int().default(100),
  type: z.string().default('gp3'),
  encrypted: z.boolean().default(true),
  /** Name of the instance; absent: the volume is available, attached to nothing. */
  attachedTo: z.string().optional(),
  age,
  tags,
});

const snapshot = z.strictObject({
  id: z.string().optional(),
  volumeId: z.string().optional(),
  size: z.number().int().default(100),
  encrypted: z.boolean().default(true),
  public: z.boolean().default(false),
  sharedWith: z.array(accountId).default([]),
  description: z.string().default(''),
  age,
  tags,
});

const image = z.strictObject({
  id: z.string().optional(),
  public: z.boolean().default(false),
  state: z.enum(['available', 'pending', 'failed', 'deregistered', 'disabled']).default('available'),
  description: z.string().default(''),
  encrypted: z.boolean().default(false),
  /** Name of the snapshot that it is made of. */
  snapshot: z.string().optional(),
  age,
  tags,
});

const address = z.strictObject({
  id: z.string().optional(),
  ip: z.string().optional(),
  /** Name of an instance or of a network interface. */
  attachedTo: z.string().optional(),
  tags,
});

const networkInterface = z.strictObject({
  id: z.string().optional(),
  groups: z.array(z.string()).default([]),
  description: z.string().default(''),
  type: z.string().default('interface'),
  requesterManaged: z.boolean().default(true),
  attached: z.boolean().default(true),
  tags,
});

const database = z.strictObject({
  engine: z.string().default('postgres'),
  version: z.string().default('16.4'),
  class: z.string().default('db.r6g.large'),
  status: z.string().default('available'),
  public: z.boolean().default(false),
  encrypted: z.boolean().default(true),
  multiAz: z.boolean().default(true),
  size: z.number().int().default(200),
  groups: z.array(z.string()).default([]),
  minorUpgrades: z.boolean().default(true),
  /** Days for which automated backups are kept. */
  backups: z.number().int().min(0).max(35).default(7),
  replicaOf: z.string().optional(),
  /** The cluster that it replicates, in place of an instance. */
  replicaOfCluster: z.string().optional(),
  /** The cluster whose member it is. */
  cluster: z.string().optional(),
  inVpc: z.boolean().default(true),
  /** Names of its subnets; without any it is in one of which only the main route table tells. */
  subnets: z.array(z.string()).default([]),
  /** Connections a day; null for no figures. */
  connections: z.number().int().nullable().default(400),
  age,
  tags,
});

export type Database = z.infer<typeof database>;

const subnet = z.strictObject({
  id: z.string().optional(),
  /** The only VPC of the region when absent. */
  vpc: z.string().optional(),
  cidr: z.string().default('10.0.1.0/24'),
  autoPublicIp: z.boolean().default(false),
  /** Whether its route table has a route to an internet gateway. */
  internet: z.boolean().default(false),
  tags,
});

const natGateway = z.strictObject({
  id: z.string().optional(),
  vpc: z.string().optional(),
  state: z.enum(['pending', 'failed', 'available', 'deleting', 'deleted']).default('available'),
  /** Whether a route points to it. */
  routed: z.boolean().default(true),
  /** Bytes a day; null for no figures. */
  bytesOut: z.number().int().nullable().default(1_000_000),
  age,
  tags,
});

const databaseSnapshot = z.strictObject({
  kind: z.enum(['instance', 'cluster']).default('instance'),
  type: z.enum(['manual', 'automated']).default('manual'),
  source: z.string(),
  engine: z.string().default('postgres'),
  encrypted: z.boolean().default(true),
  public: z.boolean().default(false),
  sharedWith: z.array(accountId).default([]),
  age,
  tags,
});
export type DatabaseSnapshot = z.infer<typeof databaseSnapshot>;

const key = z.strictObject({
  id: z.string().optional(),
  description: z.string().default(''),
  manager: z.enum(['CUSTOMER', 'AWS']).default('CUSTOMER'),
  spec: z.string().default('SYMMETRIC_DEFAULT'),
  usage: z.enum(['ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC']).default('ENCRYPT_DECRYPT'),
  policy: resourcePolicySchema,
  origin: z.enum(['AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE']).default('AWS_KMS'),
  state: z.enum(['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport']).default('Enabled'),
  multiRegion: z.enum(['no', 'primary', 'replica']).default('no'),
  rotation: z.boolean().default(true),
  /** false: the key has no alias; its name in the estate is then only that. */
  alias: z.boolean().default(true),
  /** The key's own policy keeps the scanner out. */
  unreadable: z.boolean().default(false),
  age,
});
export type KmsKey = z.infer<typeof key>;

const urlAuthentication = z.enum(['NONE', 'AWS_IAM']).nullable().default(null);

const lambdaFunction = z.strictObject({
  /** `image` is a container image, which has none. */
  runtime: z.string().default('nodejs22.x'),
  memory: z.number().int().default(256),
  groups: z.array(z.string()).default([]),
  description: z.string().default(''),
  environment: z.record(z.string(), z.string()).default({}),
  /** Whether Lambda can decrypt the environment for the scanner. */
  readable: z.boolean().default(true),
  policy: resourcePolicySchema,
  /** How its URL asks who calls; null for no URL. */
  url: urlAuthentication,
  /** By their names; each has a policy and a URL of its own. */
  aliases: z
    .record(z.string(), z.strictObject({ policy: resourcePolicySchema, url: urlAuthentication }))
    .default({}),
  age,
});

const launchTemplate = z.strictObject({
  id: z.string().optional(),
  /** What the default version says of a public address; null for nothing. */
  publicIp: z.boolean().nullable().default(null),
  image: z.string().optional(),
  /** What its image is in place of one of the estate: `resolve:ssm:golden`. */
  imageParameter: z.string().optional(),
  keyPair: z.string().optional(),
  /** A version before the default one. */
  older: z.strictObject({ image: z.string().optional(), keyPair: z.string().optional() }).optional(),
  /** The latest version where it is not the default one. */
  latest: z.strictObject({ image: z.string().optional(), keyPair: z.string().optional() }).optional(),
});

const autoScalingGroup = z.strictObject({
  /** Name of a launch template of the estate; null for one that was deleted. */
  template: z.string().nullable(),
  version: z.string().default('$Default'),
  /** Whether it mixes instance types; then their template may give another image. */
  mixed: z.boolean().default(false),
  overrideImage: z.string().optional(),
});

const launchConfiguration = z.strictObject({ image: z.string().optional(), keyPair: z.string().optional() });

/** What an account has in one region. */
export const regionalSchema = z.strictObject({
  ebs: z
    .strictObject({
      encryptionByDefault: z.boolean().default(true),
      snapshotBlock: z
        .enum(['block-all-sharing', 'block-new-sharing', 'unblocked'])
        .default('block-all-sharing'),
    })
    .prefault({}),
  vpcs: named(vpc),
  securityGroups: named(securityGroup),
  instances: named(instance),
  volumes: named(volume),
  snapshots: named(snapshot),
  images: named(image),
  addresses: named(address),
  networkInterfaces: named(networkInterface),
  subnets: named(subnet),
  natGateways: named(natGateway),
  loadBalancers: named(loadBalancerSchema),
  classicLoadBalancers: named(classicLoadBalancerSchema),
  databases: named(database),
  databaseSnapshots: named(databaseSnapshot),
  keys: named(key),
  functions: named(lambdaFunction),
  accessPoints: named(accessPointSchema),
  launchTemplates: named(launchTemplate),
  autoScalingGroups: named(autoScalingGroup),
  launchConfigurations: named(launchConfiguration),
  keyPairs: named(z.strictObject({ age, tags })),
  transitGateways: named(
    z.strictObject({ id: z.string().optional(), autoAccept: z.boolean().default(false), tags }),
  ),
  domains: named(domainSchema),
  redshiftClusters: named(redshiftClusterSchema),
  /** Of the region, for images. */
  imageBlock: z.enum(['block-new-sharing', 'unblocked']).default('block-new-sharing'),
  documents: named(documentSchema),
  managedNodes: named(managedNodeSchema),
  ssm: ssmSchema,
  repositories: named(repositorySchema),
  registryScanning: registryScanningSchema,
  fileSystems: named(fileSystemSchema),
  tables: named(tableSchema),
  secrets: named(secretSchema),
  queues: named(queueSchema),
  topics: named(topicSchema),
  clusters: named(clusterSchema),
  analyzers: analyzersSchema,
  guardDuty: guardDutySchema,
  securityHub: securityHubSchema,
  config: configSchema,
});
export type Regional = z.infer<typeof regionalSchema>;
