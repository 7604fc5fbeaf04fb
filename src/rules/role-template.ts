/** What the scanner asks whatever the rules: which regions the account has enabled. */
const ALWAYS = ['ec2:DescribeRegions'];

export interface RoleTemplateInput {
  /** Generated per installation and account; the role can be assumed by nobody who does not send it. */
  externalId: string;
  /** The user or role of the hub account that assumes the role: `arn:aws:iam::111122223333:user/cloud-findings`. */
  hubPrincipalArn: string;
  /** IAM actions, as permissionsOf() lists them. */
  permissions: string[];
  roleName: string;
}

/**
 * The CloudFormation template (YAML) of the role that the app assumes: it can do what the rules ask and nothing else.
 * Throws a RangeError that names the input for what could not be put into a template as it is.
 */
export function roleTemplate({
  externalId,
  hubPrincipalArn,
  permissions,
  roleName,
}: RoleTemplateInput): string {
  check('externalId', externalId, /^[\w+=,.@:/-]{2,1224}$/);
  check(
    'hubPrincipalArn',
    hubPrincipalArn,
    /^arn:aws(-us-gov|-cn)?:iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)$/,
  );
  check('roleName', roleName, /^[\w+=,.@-]{1,64}$/);
  const actions = [...new Set([...ALWAYS, ...permissions])].sort();
  for (const action of actions) check('permissions', action, /^[a-z0-9-]+:[A-Za-z0-9]+$/);

  return `AWSTemplateFormatVersion: '2010-09-09'
Description: Read-only role for Cloud Findings for Jira. It reads settings, never data, and changes nothing.
Resources:
  CloudFindingsRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: '${roleName}'
      Description: Lets Cloud Findings for Jira read the settings that its rules judge
      MaxSessionDuration: 3600
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              AWS: '${hubPrincipalArn}'
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                sts:ExternalId: '${externalId}'
      Policies:
        - PolicyName: ReadSettings
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Sid: ReadSettings
                Effect: Allow
                Action:
${actions.map((action) => `                  - ${action}`).join('\n')}
                # Lists and account settings cannot be limited to single resources.
                Resource: '*'
Outputs:
  RoleArn:
    Description: Enter this ARN in Jira, under Apps, Cloud findings
    Value: !GetAtt CloudFindingsRole.Arn
`;
}

/** The value itself is not repeated: an external id has no place in a log. */
function check(name: string, value: string, shape: RegExp): void {
  if (!shape.test(value)) {
    throw new RangeError(`${name} has characters or a length that a role template cannot take`);
  }
}
