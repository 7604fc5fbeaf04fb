import type { UserDataText } from '../../../rules/ec2/resources';
import { base64RunsIn } from './base64-runs';
import { encodedFilesIn } from './cloud-config';
import { encodedPartsIn } from './mime';
import { fromBase64, textOf, type Unpacking } from './text';

/** Packed in packed in packed: nobody needs more. */
const DEEPEST = 4;
/**
 * Characters of all texts together. User data has 16 kB, of which a script packs a few times as much; who packs more wants
 * the scan to be busy with it.
 */
const MOST_TEXT = 500_000;
/** Bytes of all that is unpacked, text or not: 16 kB that are packed twice make gigabytes. */
const MOST_UNPACKED = 5_000_000;

/**
 * All the texts of user data: itself, and what is encoded in it. EC2 hands it out in base64; cloud-init takes it gzipped as
 * well, and Windows in UTF-16. What cannot be read is told of, never left out. Null when there is none.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html
 */
export function decodeUserData(encoded: string | undefined): UserDataText[] | null {
  if (encoded === undefined || encoded === '') return null;
  return textsOf(fromBase64(encoded), {
    within: '',
    depth: 0,
    left: { characters: MOST_TEXT },
    unpacking: { left: MOST_UNPACKED },
  });
}

interface Place {
  within: string;
  depth: number;
  /** What may still be read, of all places together. */
  left: { characters: number };
  unpacking: Unpacking;
}

function textsOf(bytes: Buffer | null, { within, depth, left, unpacking }: Place): UserDataText[] {
  const text = bytes === null || depth > DEEPEST || left.characters <= 0 ? null : textOf(bytes, unpacking);
  left.characters -= text?.length ?? 0;
  if (text === null || left.characters < 0) return [{ within, text: null }];
  const declared = [...encodedPartsIn(text), ...encodedFilesIn(text)];
  const known = new Set(declared.map(({ line }) => line));
  const embedded = [...declared, ...base64RunsIn(text, unpacking).filter(({ line }) => !known.has(line))];
  return [
    { within, text },
    ...embedded.flatMap(({ line, bytes: encoded }) =>
      textsOf(encoded, {
        within: `${within}what is encoded in line ${line}, `,
        depth: depth + 1,
        left,
        unpacking,
      }),
    ),
  ];
}
