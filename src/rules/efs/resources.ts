import { type Resource, resourceType } from '../define';
import type { PolicyDocument } from '../policy/document';

/** A file system as DescribeFileSystems lists it. */
export interface EfsFileSystem extends Resource {
  encrypted: boolean;
  /** Null when it has none, which lets every client in that reaches a mount target. */
  policy(): Promise<PolicyDocument | null>;
}

export const efsFileSystem = resourceType<EfsFileSystem>({
  key: 'efs-file-system',
  type: 'AWS::EFS::FileSystem',
  label: 'EFS file system',
  scope: 'regional',
  consolePage: ({ id, region }) => `/efs/home?region=${region}#/file-systems/${id}`,
});
