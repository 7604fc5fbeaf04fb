import {
  allowGroup,
  allowGroupTerraform,
  defineOpenPortRule,
  RULES_FOR_USE_CASES,
} from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-cifs',
  title: 'No security group opens Windows file sharing to the internet',
  ports: ['139', '445'],
  references: { cis: ['7.0:6.1.2', '6.0:6.1.2', '5.0:5.1.2'], fsbp: ['EC2.19'] },
  guidance: {
    why: 'WannaCry and NotPetya spread through port 445 alone, without any password, and flaws of that kind keep being found. A share that is reachable also gives password guessers the domain accounts to try, and whoever gets in the files to encrypt.',
    change:
      'Delete the rules for TCP 139 and 445, or change their source from Anywhere to the range of the VPN or the security group of the clients.',
    alternative: (target) => `# the VPN's range, here 10.20.0.0/16
aws ec2 authorize-security-group-ingress --group-id ${target.resourceId} --region ${target.region} --protocol tcp --port 445 --cidr 10.20.0.0/16

# servers that mount the share, by their group
${allowGroup(target, '445', '<sg-of-the-clients>')}`,
    terraform: (target) =>
      allowGroupTerraform(target, {
        name: 'smb',
        port: '445',
        from: 'clients_security_group_id',
        description: 'SMB from the servers that mount the share',
      }),
    before:
      'Get-SmbSession on the file server lists the clients with their addresses; people at home without the VPN lose their drives. Port 139 serves only clients older than Windows 2000: leave it closed, and switch SMB 1 off with Set-SmbServerConfiguration -EnableSMB1Protocol $false.',
    links: [
      {
        title: 'File system access control with Amazon VPC (FSx for Windows File Server)',
        url: 'https://docs.aws.amazon.com/fsx/latest/WindowsGuide/limit-access-security-groups.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
