import type { Rule } from '../define';
import eksEndpointPublic from './eks-endpoint-public';
import eksSecretsEncrypted from './eks-secrets-encrypted';
import eksSupportedVersion from './eks-supported-version';

export const eksRules: Rule[] = [eksEndpointPublic, eksSupportedVersion, eksSecretsEncrypted];
