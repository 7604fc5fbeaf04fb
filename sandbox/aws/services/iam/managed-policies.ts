const allow = (Action: string | string[]) => ({ Effect: 'Allow', Action, Resource: '*' });

/** AWS's own policies that estates attach: name, with its path, and document, the longer ones shortened to their gist. */
const AWS_MANAGED: Record<string, object[]> = {
  AdministratorAccess: [allow('*')],
  PowerUserAccess: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    allow(['iam:CreateServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeOrganization']),
  ],
  ReadOnlyAccess: [
    allow(['ec2:Describe*', 'ec2:Get*', 's3:Get*', 's3:List*', 'iam:Get*', 'iam:List*', 'rds:Describe*']),
  ],
  AWSSupportAccess: [allow(['support:*', 'supportplans:Get*'])],
  SecurityAudit: [
    allow(['ec2:Describe*', 's3:GetBucket*', 'iam:Get*', 'iam:List*', 'cloudtrail:Get*', 'kms:Describe*']),
  ],
  IAMUserChangePassword: [allow(['iam:ChangePassword', 'iam:GetAccountPasswordPolicy'])],
  AmazonS3ReadOnlyAccess: [allow(['s3:Get*', 's3:List*', 's3:Describe*'])],
  AmazonS3FullAccess: [allow(['s3:*', 's3-object-lambda:*'])],
  AmazonEC2ContainerRegistryReadOnly: [allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage'])],
  AmazonSSMManagedInstanceCore: [allow(['ssm:UpdateInstanceInformation', 'ssmmessages:*', 'ec2messages:*'])],
  CloudWatchAgentServerPolicy: [
    allow(['cloudwatch:PutMetricData', 'logs:PutLogEvents', 'logs:CreateLogStream']),
  ],
  'job-function/ViewOnlyAccess': [
    allow(['ec2:Describe*', 's3:ListAllMyBuckets', 'iam:List*', 'rds:Describe*']),
  ],
  'job-function/Billing': [allow(['aws-portal:*Billing', 'budgets:ViewBudget', 'ce:Get*'])],
  'service-role/AWSLambdaBasicExecutionRole': [
    allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']),
  ],
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    allow(['logs:PutLogEvents', 'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces']),
  ],
  'service-role/AmazonRDSEnhancedMonitoringRole': [allow(['logs:PutLogEvents', 'logs:PutRetentionPolicy'])],
};

/** An AWS managed policy's document. Throws for a name that the sandbox does not have. */
export function awsManagedDocument(name: string): object {
  const Statement = AWS_MANAGED[name];
  if (!Statement)
    throw new Error(
      `the estate attaches ${name}, which is neither a policy of the account nor among the AWS managed policies of the sandbox: ${Object.keys(AWS_MANAGED).join(', ')}`,
    );
  return { Version: '2012-10-17', Statement };
}
