/** An error a person can act on: what is wrong, where, what is allowed; and whether trying again can help. */
export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: string, // kebab-case, e.g. "config-invalid"
    message: string,
    readonly options: { retry?: boolean; hint?: string; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
