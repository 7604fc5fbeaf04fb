import type { Rule } from '../define';
import ec2AmiPublic from './ec2-ami-public';
import ec2EipUnassociated from './ec2-eip-unassociated';
import ec2InstanceImdsv2 from './ec2-instance-imdsv2';
import ec2SgDefaultOpen from './ec2-sg-default-open';
import ec2SgOpenAllPorts from './ec2-sg-open-all-ports';
import ec2SgOpenRdp from './ec2-sg-open-rdp';
import ec2SgOpenSsh from './ec2-sg-open-ssh';
import ec2SgUnused from './ec2-sg-unused';

export const ec2Rules: Rule[] = [
  ec2AmiPublic,
  ec2SgOpenAllPorts,
  ec2SgOpenSsh,
  ec2SgOpenRdp,
  ec2SgDefaultOpen,
  ec2SgUnused,
  ec2InstanceImdsv2,
  ec2EipUnassociated,
];
