import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, in this order: begun last, it would keep one core busy and the others idle. */
const LONG = [
  'chaos/days',
  'chaos/kill9',
  'main/app',
  'main/embedded',
  'main/roles',
  'queue/',
  'chaos/',
  'web/page',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((name) => moduleId.includes(`/test/${name}`));
  return at === -1 ? LONG.length : at;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
