/** Who the installed app is; the same in every sandbox, so that states can be moved between machines. */
export interface Identity {
  appId: string;
  environmentId: string;
  environmentType: 'DEVELOPMENT';
  installationId: string;
  cloudId: string;
  appVersion: string;
  siteUrl: string;
}

/** @param appAri `ari:cloud:ecosystem::app/<uuid>` as in manifest.yml */
export function identityOf(appAri: string, siteUrl: string): Identity {
  return {
    appId: appAri.slice(appAri.lastIndexOf('/') + 1),
    environmentId: 'a1d6b0a4-8a0c-4f4e-9d52-6e1f0c3b7d20',
    environmentType: 'DEVELOPMENT',
    installationId: '0d1f6c1e-52f5-4c8e-a1c9-3b2a7f4e9d11',
    cloudId: '7c3e2b1a-4d5f-4a6b-8c7d-9e0f1a2b3c4d',
    appVersion: '1.0.0',
    siteUrl,
  };
}
