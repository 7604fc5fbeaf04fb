import { SCANS_AT_ONCE } from '../../../src/queue/queues';
import { bytesOfARow, type Resolved } from './a-year';
import type { Cycles } from './measure';
import { BEGINS_UNTIL, type Crowd, type Exponents, STORAGE, type Use } from './quotas';

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
export const bytesOfAFinding = (cycles: Cycles): number => bytesOfARow(cycles, 'findings');

/** Of the first scan's bytes, those that the second one wrote. */
export const bytesWrittenAgain = ({ first, second }: Cycles): number =>
  second.sqlBytesWritten / first.sqlBytesWritten;

interface Of500 {
  uses: readonly Use[];
  resolved: Resolved;
}

/** The bars of the pipeline. */
export function barsOf(
  cycles: Cycles,
  exponents: Record<string, Exponents>,
  crowd: Crowd,
  { uses, resolved }: Of500,
): Bar[] {
  const { first, second, stored } = cycles;
  const rows = rowsOfFindings(second.sqlRowsWritten) / rowsOfFindings(first.sqlRowsWritten);
  const bytes = bytesWrittenAgain(cycles);
  const each = bytesOfAFinding(cycles);
  const judged = uses.filter(({ kept, quota }) => !kept && quota !== STORAGE);
  const storage = uses.find(({ quota }) => quota === STORAGE)?.used ?? Number.NaN;
  const over = judged.filter(({ used }) => used > SPARE);
  return [
    {
      what: `500 accounts fit an hour with half of every quota to spare, but for the requests of one invocation, which the app itself ends past ${whole(BEGINS_UNTIL)} of 1,500`,
      measured:
        over.length === 0
          ? `at most ${share(Math.max(...judged.map(({ used }) => used)))}`
          : over.map(({ quota, used }) => `${quota}: ${share(used)}`).join('; '),
      met: over.length === 0,
    },
    {
      what: 'what 500 accounts store after a year fits into Forge SQL’s gibibyte, with resolved findings pruned',
      measured: share(storage),
      met: storage < 1,
    },
    {
      what: 'the busiest second is counted with as many scans at once as there may be',
      measured: `${crowd.scansAtOnce} of ${SCANS_AT_ONCE}`,
      met: crowd.scansAtOnce === SCANS_AT_ONCE,
    },
    {
      what: 'an hour of 500 accounts forgets as many old resolved findings as one resolves',
      measured: `${whole(resolved.anHour)} resolved, ${whole(resolved.forgottenAnHour)} forgotten`,
      met: resolved.forgottenAnHour >= resolved.anHour,
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
      ([cost, { fitted, last }]): Bar => ({
        what: `${cost} grow no faster than resources`,
        measured: `exponent ${fitted.toFixed(2)}, between the two largest sizes ${last.toFixed(2)}`,
        met: Math.max(fitted, last) <= MOST_EXPONENT,
      }),
    ),
    {
      what: 'everything is read, by invocations that come to their end in less than half of the memory',
      measured: `${second.unknown} findings are unknown, ${first.cutOffs + second.cutOffs} invocations were cut off`,
      met: second.unknown === 0 && first.cutOffs + second.cutOffs === 0,
    },
  ];
}

const whole = (count: number): string => Math.round(count).toLocaleString('en-US');

export const share = (part: number): string => `${(part * 100).toFixed(1)} %`;
