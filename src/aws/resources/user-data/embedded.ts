/** Something within a text that has to be decoded to be read. */
export interface Embedded {
  /** Where it starts, from 1. */
  line: number;
  /** Null where it cannot be decoded. */
  bytes: Buffer | null;
}
