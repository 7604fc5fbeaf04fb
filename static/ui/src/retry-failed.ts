interface Query {
  isError: boolean;
  refetch(): Promise<unknown>;
}

/** Asks again for each that failed: what fails together is tried again together. */
export function retryFailed(queries: readonly Query[]): void {
  for (const query of queries) if (query.isError) void query.refetch();
}
