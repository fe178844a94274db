import { parseArgs } from 'node:util';

export interface BenchOptions {
  only: string[];
  quick: boolean;
}

/** Throws a line for the terminal where an option is unknown. */
export function readOptions(args: string[], names: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
    },
  });
  const only = values.only.flatMap((value) => value.split(',')).filter(Boolean);
  const wrong = only.filter((name) => !names.includes(name));
  if (wrong.length > 0) throw new Error(`--only ${wrong.join(', ')}: allowed are ${names.join(', ')}`);
  return { only, quick: values.quick };
}
