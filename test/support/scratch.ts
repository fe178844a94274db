/** A PostgreSQL server for this run only. */
export async function startScratchServer(): Promise<{ url: string; stop(): Promise<void> }> {
  throw new Error('set DATABASE_URL (the embedded server lands shortly)');
}
