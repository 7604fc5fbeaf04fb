import type { Rule } from '../define';
import elbv2HttpRedirect from './elbv2-http-redirect';
import elbv2Idle from './elbv2-idle';
import elbv2TlsPolicy from './elbv2-tls-policy';

export const elbv2Rules: Rule[] = [elbv2HttpRedirect, elbv2TlsPolicy, elbv2Idle];
