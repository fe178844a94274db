import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start processes, servers or a browser, set process.env, or look at memory: each runs in a process of its own. */
export const APART = ['chaos', 'main', 'queue', 'chat', 'web'].map((area) => `test/${area}/**/*.test.ts`).concat('test/render/xlsx.test.ts', 'test/render/outline.test.ts'); // prettier-ignore

/** What takes longest, in this order: begun last, it would keep one core busy and the others idle. */
const LONG = [
  'chaos/days',
  'chaos/kill9',
  'main/app',
  'main/embedded',
  'main/roles',
  'queue/',
  'chaos/',
  'web/desk',
  'web/page',
];

/** The same among those that share a process. */
const LONG_TOGETHER = [
  'check/check',
  'pipeline/outbox',
  'bulletin/quarter',
  'cli/wrong-input',
  'pipeline/withdraw',
  'ledger/rebuild',
  'schedule/tick',
];

const rank = ({ moduleId, project }: TestSpecification): number => {
  const at = LONG.findIndex((name) => moduleId.includes(`/test/${name}`));
  if (at !== -1) return at;
  // A process is handed on only to the next file of its kind.
  if (project.name === 'apart') return LONG.length;
  const together = LONG_TOGETHER.findIndex((name) => moduleId.includes(`/test/${name}`));
  return LONG.length + 1 + (together === -1 ? LONG_TOGETHER.length : together);
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
