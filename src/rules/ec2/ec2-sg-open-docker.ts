import { allowGroupTerraform, defineOpenPortRule, RULES_FOR_USE_CASES } from './define-open-port-rule';

export default defineOpenPortRule({
  id: 'ec2-sg-open-docker',
  title: 'No security group opens the Docker API to the internet',
  severity: 'critical',
  ports: ['2375', '2376'],
  guidance: {
    why: "Who reaches the Docker API on 2375 is root on the machine: one call starts a container with the host's disk mounted, and the instance role's credentials come with it. Worms look for exactly this port, and on 2376 a single leaked client certificate is all that keeps them out.",
    change:
      'Delete the rules for TCP 2375 and 2376; where a build server drives the daemon, make its security group the source of 2376.',
    alternative: (target) => `# the daemon over SSH through Session Manager, without any open port
docker context create remote --docker "host=ssh://<user>@<instance-id>"

# is the daemon bound to TCP at all
aws ssm send-command --region ${target.region} --instance-ids <instance-id> --document-name AWS-RunShellScript \\
  --parameters 'commands=["ss -ltnp | grep -E :237[56]"]'`,
    terraform: (target) =>
      `# nothing in place of 2375; 2376 only with client certificates, and only for the build servers
${allowGroupTerraform(target, {
  name: 'docker_tls',
  port: '2376',
  from: 'build_security_group_id',
  description: 'Docker over TLS from the build servers',
})}`,
    before:
      'Build pipelines and management tools (Portainer, docker-machine) with DOCKER_HOST=tcp://... lose the daemon: search their settings for it. If 2375 was open, treat the host as taken over: list containers and images that nobody of yours started, rotate what the instance role could reach, and build the machine anew.',
    links: [
      {
        title: 'Allow and control permissions for SSH connections through Session Manager',
        url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-getting-started-enable-ssh-connections.html',
      },
      RULES_FOR_USE_CASES,
    ],
  },
});
