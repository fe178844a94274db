import { z } from 'zod';

/*
 * The kinds of settings there are. What is read is the text of an environment variable; each kind says in one
 * sentence what is allowed, since whoever reads it has nothing but that line.
 */

/** A number in plain digits: what JavaScript makes of "0x10", "1e3" or " " is no setting. */
export function wholeNumber(least: number, most: number) {
  const allowed = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .trim()
    .refine((text) => /^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most, allowed)
    .transform(Number);
}

export function flag() {
  return z
    .string()
    .trim()
    .toLowerCase()
    .refine((text) => ['true', 'false', '1', '0'].includes(text), 'must be true or false')
    .transform((text) => text === 'true' || text === '1');
}

export function oneOf<const T extends readonly [string, ...string[]]>(names: T) {
  return z.enum(names, `must be one of ${names.join(', ')}`);
}

/** A list with commas. */
export function someOf<const T extends readonly [string, ...string[]]>(names: T) {
  const allowed = `must be one or more of ${names.join(', ')}, with commas between them`;
  return z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    )
    .refine((list) => list.length > 0 && list.every((name) => names.includes(name)), allowed)
    .transform((list) => list as T[number][]);
}

/** A text of the given shape, which `allowed` puts into words. */
export function word(shape: RegExp, allowed: string) {
  return z.string().trim().regex(shape, `must be ${allowed}`);
}

/** A folder's path. Whether it is there is seen where it is used. */
export function folder() {
  return word(/^[^\0]+$/, 'the path of a folder');
}

/** A server's address. It may hold a password: nothing but a wrong scheme is said again. */
export function address(scheme: RegExp, example: string) {
  return z
    .string()
    .trim()
    .superRefine((text, ctx) => {
      if (isAddress(text, scheme)) return;
      const other = /^[a-z]{2,12}(?=:\/\/)/.exec(text)?.[0];
      const given = other && !scheme.test(`${other}:`) ? `, and not begin with ${other}:` : '';
      ctx.addIssue({
        code: 'custom',
        message: `must be an address like ${example} (special characters percent-encoded)${given}`,
      });
    });
}

function isAddress(text: string, scheme: RegExp): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    decodeURIComponent(username + password); // a lone % is found here, not when somebody connects
    return scheme.test(protocol);
  } catch {
    return false;
  }
}

export function jsonObject(example: string) {
  return z.string().transform((text, ctx): Record<string, unknown> => {
    try {
      return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    } catch {
      ctx.addIssue({ code: 'custom', message: `must be a JSON object like ${example}` });
      return z.NEVER;
    }
  });
}
