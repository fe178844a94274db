import {
  compileIssue,
  groupText,
  lastTerm,
  numberOf,
  pictureFile,
  remarks,
  type BulletinDefinition,
  type Stated,
  type Term,
} from '../bulletin/index.js';
import type { Issue } from '../core/bulletin.js';
import type { HouseholdIndex } from '../core/household.js';
import type { Log } from '../core/ports.js';
import type { Place } from '../core/status.js';
import type { Templates } from '../reply/index.js';
import type { Metric } from '../status/index.js';
import {
  addDraft,
  allIssues,
  approvedIssues,
  bulletinLedger,
  hasIssue,
  newIssueId,
  privateTalksOf,
  statedIn,
  wasThere,
} from '../store/bulletins.js';
import { saveFile } from '../store/blobs.js';
import { isWaitingSince } from '../store/inbox.js';
import type { Db, Store } from '../store/client.js';
import { sayAll } from '../store/say.js';
import { countStatus } from '../store/status.js';
import type { DutyBook } from '../duty/index.js';
import { reportsIn } from './reports.js';

export interface BulletinClockDeps {
  store: Store;
  gateway: string;
  published(): { definitions: readonly BulletinDefinition[]; metrics: ReadonlyMap<string, Metric> };
  register(): HouseholdIndex;
  templates(): Templates;
  book(): DutyBook;
  log: Log;
}

/** After that long nobody waits for a draft any more: a bot that was away compiles the next one. */
const TOO_LATE_MS = 3 * 24 * 3600_000;
/** So long the draft waits for reports that came in time and are not worked off yet: at noon everybody reports. */
const BUSY_MS = 30 * 60_000;
const TIMEOUT_MS = 120_000;

/**
 * Compiles the draft of every bulletin whose reports have closed and hands it to those who may approve. Run it as often
 * as you like: a term has one issue. Resolves with the conversations that now have something to say.
 */
export async function draftBulletins(deps: BulletinClockDeps, now: Date): Promise<string[]> {
  const speaking: string[] = [];
  for (const definition of deps.published().definitions) {
    const term = lastTerm(definition, now);
    const since = now.getTime() - term.cutOff.getTime();
    if (since > TOO_LATE_MS) continue;
    if (await hasIssue(deps.store.prisma, definition.id, term.from, term.to)) continue;
    if (since < BUSY_MS && (await isWaitingSince(deps.store.prisma, term.cutOff))) continue;
    const said = await deps.store.prisma.$transaction((tx) => draft(deps, tx, definition, term, now), {
      timeout: TIMEOUT_MS,
      maxWait: 10_000,
    });
    speaking.push(...said);
  }
  return speaking;
}

async function draft(
  deps: BulletinClockDeps,
  tx: Db,
  definition: BulletinDefinition,
  term: Term,
  now: Date,
): Promise<string[]> {
  if (!(await wasThere(tx, term.cutOff))) return [];
  // A bulletin that no group would get is nobody's work.
  const { audience } = definition;
  if (audience && (await bulletinLedger(tx).rooms(audience.rooms)).length === 0) return [];
  const reports =
    definition.reports === undefined
      ? undefined
      : await reportsIn(tx, deps.book(), definition.reports, term, now);
  const figures = await compileIssue(definition, term, {
    metrics: deps.published().metrics,
    count: (query) => countStatus(tx, query),
    earlier: await approvedIssues(tx, definition.id, term.from),
    stated: await stated(tx, definition, term, deps.register()),
    reports,
  });
  const id = newIssueId(now);
  if (!(await addDraft(tx, { id, kind: definition.id, ...term, figures }, now))) return [];
  const issues = await allIssues(tx);
  const issue = issues.find((one) => one.id === id)!;
  deps.log.info({ bulletin: id, kind: definition.id, from: term.from, to: term.to }, 'draft compiled');
  return tell(deps, tx, definition, issue, numberOf(issue, issues), now);
}

async function tell(
  deps: BulletinClockDeps,
  tx: Db,
  definition: BulletinDefinition,
  issue: Issue,
  number: number,
  now: Date,
): Promise<string[]> {
  const render = (name: string, data: object) => deps.templates().render(name, data);
  const text = render('bulletin-draft', {
    text: groupText(definition, issue, number, render),
    remarks: remarks(issue, render),
    series: definition.series,
    number,
    revision: issue.revision,
    state: 'draft',
    by: '',
  });
  const picture = await pictureFile(definition, issue, number);
  const attachments = picture ? [await saveFile(tx, picture)] : [];
  const approvers = await privateTalksOf(tx, deps.gateway, definition.approvers);
  return sayAll(
    tx,
    deps.gateway,
    approvers.map(({ contactId }) => ({
      conversation: { privateOf: contactId },
      key: `bulletin-draft:${issue.id}:${contactId}`,
      purpose: 'bulletin-draft',
      text,
      mentions: [],
      because: { bulletin: issue.id, revision: issue.revision, contact: contactId },
      attachments,
    })),
    now,
  );
}

/** The numbers of unit reports, with the place whose numbers they should be. */
async function stated(
  tx: Db,
  definition: BulletinDefinition,
  { cutOff }: Term,
  register: HouseholdIndex,
): Promise<Stated[]> {
  const before = lastTerm(definition, new Date(cutOff.getTime() - 1));
  const reports = await statedIn(tx, { after: before.cutOff, by: cutOff });
  return reports.flatMap(({ unit, metrics, messageId, from, to }) =>
    Object.entries(metrics).map(([label, value]) => ({
      unit,
      label,
      value,
      messageId,
      from,
      to,
      place: placeOf(unit, register),
    })),
  );
}

const OFFICE = /(?:党委|人民政府|政府|村委会|村民委员会|村党支部|驻村工作队|工作队|乡村振兴办|办公室)+$/u;

/** The town or village whose numbers a unit's report gives; undefined for an office of the county. */
export function placeOf(unit: string, register: HouseholdIndex): Place | undefined {
  const bare = unit.replace(OFFICE, '');
  const town = register.town(bare);
  if (town !== undefined) return { towns: [town], villages: [], title: town };
  const village = register.village(bare);
  if (village?.towns.length !== 1) return undefined;
  return { towns: [], villages: [village.village], within: village.towns[0]!, title: village.village };
}
