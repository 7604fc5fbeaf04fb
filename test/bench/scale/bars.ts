import type { Cycles } from './measure';
import type { Use } from './quotas';

/** Something that has to hold. */
export interface Bar {
  what: string;
  measured: string;
  met: boolean;
}

/** Of the first scan's, what the next may write when one in a hundred resources has changed. */
const MOST_WRITTEN_AGAIN = 0.02;
/** So that a million findings fit into Forge SQL's gibibyte. */
const BYTES_OF_A_FINDING = 700;
/** A little over 1, because times scatter. */
const MOST_EXPONENT = 1.1;
const SPARE = 0.5;

/** Rows of the table of findings; what a run keeps of itself, and the counts, are rows of other tables. */
export const rowsOfFindings = (rows: Record<string, number>): number => rows['findings'] ?? 0;

/** Bytes of a finding: as stored where the engine says so, else as sent to be written in the first scan. */
export function bytesOfAFinding({ first, stored }: Cycles): number {
  return stored === null
    ? first.sqlBytesWritten / (first.open + first.unknown)
    : stored.findingsBytes / stored.findings;
}

/** The bars of the pipeline. `uses` are those of 500 accounts. */
export function barsOf(cycles: Cycles, exponents: Record<string, number>, uses: readonly Use[]): Bar[] {
  const { first, second, stored } = cycles;
  const rows = rowsOfFindings(second.sqlRowsWritten) / rowsOfFindings(first.sqlRowsWritten);
  const bytes = second.sqlBytesWritten / first.sqlBytesWritten;
  const each = bytesOfAFinding(cycles);
  const over = uses.filter(({ used, kept }) => used > SPARE && !kept);
  return [
    {
      what: '500 accounts fit an hour with half of every quota to spare',
      measured:
        over.length === 0
          ? `at most ${share(Math.max(...uses.map(({ used }) => used)))}`
          : over.map(({ quota, used }) => `${quota}: ${share(used)}`).join('; '),
      met: over.length === 0,
    },
    {
      what: 'the second scan writes less than 2 % of the first one’s rows of findings',
      measured: share(rows),
      met: rows < MOST_WRITTEN_AGAIN,
    },
    {
      what: 'the second scan writes less than 2 % of the first one’s bytes',
      measured: share(bytes),
      met: bytes < MOST_WRITTEN_AGAIN,
    },
    {
      what: 'a finding costs below 700 bytes, so that a million fit into a gibibyte',
      measured: `${Math.round(each)} bytes, ${stored === null ? 'as written' : 'with index entries, as stored'}`,
      met: each < BYTES_OF_A_FINDING,
    },
    ...Object.entries(exponents).map(
      ([cost, exponent]): Bar => ({
        what: `${cost} grow no faster than resources`,
        measured: `exponent ${exponent.toFixed(2)}`,
        met: exponent <= MOST_EXPONENT,
      }),
    ),
    {
      what: 'everything is read, by invocations that come to their end in less than half of the memory',
      measured: `${second.unknown} findings are unknown, ${first.cutOffs + second.cutOffs} invocations were cut off`,
      met: second.unknown === 0 && first.cutOffs + second.cutOffs === 0,
    },
  ];
}

export const share = (part: number): string => `${(part * 100).toFixed(1)} %`;
