import type { UserDataText } from '../../../rules/ec2/resources';
import { base64RunsIn } from './base64-runs';
import { encodedFilesIn } from './cloud-config';
import { encodedPartsIn } from './mime';
import { fromBase64, textOf } from './text';

/** Packed in packed in packed: nobody needs more. */
const DEEPEST = 4;

/**
 * All the texts of user data: itself, and what is encoded in it. EC2 hands it out in base64; cloud-init takes it gzipped as
 * well, and Windows in UTF-16. What cannot be read is told of, never left out. Null when there is none.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export function decodeUserData(encoded: string | undefined): UserDataText[] | null {
  if (encoded === undefined || encoded === '') return null;
  return textsOf(fromBase64(encoded), '', 0);
}

function textsOf(bytes: Buffer | null, within: string, depth: number): UserDataText[] {
  const text = bytes === null || depth > DEEPEST ? null : textOf(bytes);
  if (text === null) return [{ within, text }];
  const declared = [...encodedPartsIn(text), ...encodedFilesIn(text)];
  const known = new Set(declared.map(({ line }) => line));
  const embedded = [...declared, ...base64RunsIn(text).filter(({ line }) => !known.has(line))];
  return [
    { within, text },
    ...embedded.flatMap(({ line, bytes }) =>
      textsOf(bytes, `${within}what is encoded in line ${line}, `, depth + 1),
    ),
  ];
}
