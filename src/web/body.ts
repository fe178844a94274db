import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { z } from 'zod';
import { AppError } from '../core/errors.js';

/** A text of 100 kB whose every character is written as a JSON escape still fits. */
export const JSON_LIMIT = 1024 * 1024;

/** Refuses a longer body with 413 before it is read into memory. */
export function limitBody(bytes: number, what: string) {
  return bodyLimit({
    maxSize: bytes,
    onError() {
      throw new AppError(
        'too-large',
        `${what} is too large: at most ${bytes.toLocaleString('en')} bytes are allowed`,
      );
    },
  });
}

/** The body of a request as `schema` wants it. Throws an AppError that names each wrong field. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('body-invalid', 'the body is not JSON: expected an object such as {"text":"…"}');
  }
  return check(schema, value, 'body-invalid');
}

/** The query of a request as `schema` wants it. */
export function readQuery<T>(c: Context, schema: z.ZodType<T>): T {
  return check(schema, c.req.query(), 'query-invalid');
}

function check<T>(schema: z.ZodType<T>, value: unknown, code: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError(
    code,
    parsed.error.issues.map((i) => `${i.path.map(String).join('.') || 'body'}: ${i.message}`).join('; '),
  );
}
