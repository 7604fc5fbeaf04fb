import type { Rule } from '../define';
import ec2AmiBlockPublic from './ec2-ami-block-public';
import ec2AmiPublic from './ec2-ami-public';
import ec2AmiUnused from './ec2-ami-unused';
import ec2EipUnassociated from './ec2-eip-unassociated';
import ec2EniUnused from './ec2-eni-unused';
import ec2InstanceImdsv2 from './ec2-instance-imdsv2';
import ec2InstanceProfile from './ec2-instance-profile';
import ec2InstancePublicIp from './ec2-instance-public-ip';
import ec2InstanceStoppedOld from './ec2-instance-stopped-old';
import ec2InstanceUserdataSecrets from './ec2-instance-userdata-secrets';
import ec2KeyPairUnused from './ec2-key-pair-unused';
import ec2LaunchTemplatePublicIp from './ec2-launch-template-public-ip';
import ec2NaclOpenAdminPorts from './ec2-nacl-open-admin-ports';
import ec2SgDefaultOpen from './ec2-sg-default-open';
import ec2SgOpenAllPorts from './ec2-sg-open-all-ports';
import ec2SgOpenCassandra from './ec2-sg-open-cassandra';
import ec2SgOpenCifs from './ec2-sg-open-cifs';
import ec2SgOpenDocker from './ec2-sg-open-docker';
import ec2SgOpenElasticsearch from './ec2-sg-open-elasticsearch';
import ec2SgOpenFtp from './ec2-sg-open-ftp';
import ec2SgOpenKafka from './ec2-sg-open-kafka';
import ec2SgOpenMemcached from './ec2-sg-open-memcached';
import ec2SgOpenMongodb from './ec2-sg-open-mongodb';
import ec2SgOpenMysql from './ec2-sg-open-mysql';
import ec2SgOpenOracle from './ec2-sg-open-oracle';
import ec2SgOpenPostgresql from './ec2-sg-open-postgresql';
import ec2SgOpenRdp from './ec2-sg-open-rdp';
import ec2SgOpenRedis from './ec2-sg-open-redis';
import ec2SgOpenSqlserver from './ec2-sg-open-sqlserver';
import ec2SgOpenSsh from './ec2-sg-open-ssh';
import ec2SgOpenTelnet from './ec2-sg-open-telnet';
import ec2SgOpenUnapprovedPort from './ec2-sg-open-unapproved-port';
import ec2SgUnused from './ec2-sg-unused';

export const ec2Rules: Rule[] = [
  ec2AmiPublic,
  ec2SgOpenAllPorts,
  ec2SgOpenSsh,
  ec2SgOpenRdp,
  ec2SgOpenDocker,
  ec2SgOpenCifs,
  ec2SgOpenTelnet,
  ec2SgOpenFtp,
  ec2SgOpenMysql,
  ec2SgOpenPostgresql,
  ec2SgOpenSqlserver,
  ec2SgOpenOracle,
  ec2SgOpenMongodb,
  ec2SgOpenRedis,
  ec2SgOpenMemcached,
  ec2SgOpenElasticsearch,
  ec2SgOpenCassandra,
  ec2SgOpenKafka,
  ec2SgDefaultOpen,
  ec2SgUnused,
  ec2InstanceImdsv2,
  ec2EipUnassociated,
  ec2SgOpenUnapprovedPort,
  ec2NaclOpenAdminPorts,
  ec2AmiBlockPublic,
  ec2EniUnused,
  ec2InstancePublicIp,
  ec2InstanceProfile,
  ec2InstanceStoppedOld,
  ec2InstanceUserdataSecrets,
  ec2AmiUnused,
  ec2LaunchTemplatePublicIp,
  ec2KeyPairUnused,
];
