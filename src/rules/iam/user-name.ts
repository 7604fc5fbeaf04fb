/** The user of an access key's resource id `alice/access_key_1`. */
export function userNameOf(accessKeyId: string): string {
  return accessKeyId.replace(/\/access_key_[12]$/, '');
}
