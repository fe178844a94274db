import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDesk } from '../../src/answer/index.js';
import { loadPolicies } from '../../src/intents/index.js';
import { packageRoot } from '../../src/files/package-root.js';
import { openAskedCounty, type AskedCounty } from './asked.js';
import { HOMES, ROWS, seedItems } from './held-out-county.js';

/** Wording that no definition was written after, with what a careful clerk would answer. See README.md. */
interface Gold {
  as: 'county' | 'town' | 'cadre' | 'other';
  text: string;
  after?: string; // asked just before
  says?: string; // the answer has these words
  like?: string; // or looks like this
  unread?: string; // no number, no policy: these words are said not to be understood
  nothing?: true; // no number and no policy
  refused?: true; // no number; a policy may answer
  declined?: true; // beyond the asker's scope
  policy?: string; // this entry answers; *: some entry does
}

const ASKERS: Record<'county' | 'town' | 'cadre' | 'other', [string, string[], string]> = {
  county: ['leader', [], '应岚'],
  town: ['leader', ['云溪镇'], '卜青云'],
  cadre: ['cadre', ['石桥村'], '沈青'],
  other: ['cadre', ['柳湾村'], '田禾'],
};

const gold = readdirSync(import.meta.dirname)
  .filter((name) => /^held-out-\d+\.jsonl$/.test(name))
  .flatMap((name) => readFileSync(path.join(import.meta.dirname, name), 'utf8').split('\n'))
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Gold);

let county: AskedCounty;
const policies = createDesk(loadPolicies(path.join(packageRoot(), 'intents')));
beforeAll(async () => {
  county = await openAskedCounty(HOMES, ROWS);
  await seedItems(county);
  for (const who of Object.values(ASKERS)) await county.be(...who);
});
afterAll(() => county.close());

test.each(gold.map((one) => [one.text, one] as const))('%s', async (text, one) => {
  await county.store.prisma.outgoing.deleteMany({});
  await county.be(...ASKERS[one.as]);
  if (one.after !== undefined) await county.ask(one.after);
  const answer = await county.ask(text);
  const sure = answer !== undefined && answer.unsure !== true;
  const own = county.desk.ownFigure(text);
  const [reply] = policies.ask(text, { on: '2026-05-08' });
  const policy = sure || !reply?.answer || (own && !reply.named) ? '' : reply.answer.id;
  if (one.says !== undefined) expect(sure && answer.text).toContain(one.says);
  if (one.like !== undefined) expect(sure && answer.text).toMatch(new RegExp(one.like, 's'));
  if (one.unread !== undefined) expect([answer?.unsure, answer?.text]).toEqual([true, expect.stringContaining(one.unread)]); // prettier-ignore
  if (one.refused) expect(sure, answer?.text).toBe(false);
  if (one.declined) expect(answer?.declined).toBeDefined();
  if (one.nothing) expect(sure, answer?.text).toBe(false);
  if (one.nothing || one.unread !== undefined) expect(policy).toBe('');
  if (one.policy !== undefined) expect(policy).toMatch(one.policy === '*' ? /./ : one.policy);
});
