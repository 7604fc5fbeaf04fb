import type { UpdateQueryResponse } from '@forge/sql';
import type { Sql } from 'sql-template-tag';
import { z } from 'zod';
import { executeSql } from './execute-sql';
import { parseStored } from './stored-data';

/**
 * Runs a SELECT and parses its rows.
 * @throws ForgeSQLAPIError when Forge SQL refuses; StoredDataError when a row is not what `schema` says
 */
export async function select<Schema extends z.ZodType>(
  schema: Schema,
  query: Sql,
): Promise<z.output<Schema>[]> {
  const { rows } = await executeSql<unknown>(query.sql, query.values);
  return parseRows(schema, rows, query.sql);
}

const rowsSchema = z.array(z.unknown());

/** Rows of a SELECT; the table is named where they cannot be understood. */
export function parseRows<Schema extends z.ZodType>(
  schema: Schema,
  rows: unknown,
  query: string,
): z.output<Schema>[] {
  const table = /\bFROM\s+(\w+)/i.exec(query)?.[1] ?? 'a query';
  const what = `the table ${table}`;
  return parseStored(rowsSchema, rows, what).map((row) => parseStored(schema, row, what));
}

/**
 * Runs an INSERT, UPDATE or DELETE.
 * @returns how many rows it matched; MySQL counts a row that ON DUPLICATE KEY UPDATE changed twice
 * @throws ForgeSQLAPIError when Forge SQL refuses
 */
export async function write(query: Sql): Promise<number> {
  const { rows } = await executeSql<UpdateQueryResponse>(query.sql, query.values);
  return rows.affectedRows;
}
