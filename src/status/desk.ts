import type { HouseholdIndex, Person } from '../core/household.js';
import type { Place, StatusAnswer, StatusDesk, StatusLedger, StatusQuestion } from '../core/status.js';
import { localDay, toLocal } from '../core/time.js';
import type { DutyBook } from '../duty/index.js';
import { accessOf, mayAsk, type Access } from './access.js';
import { queryOf } from './beside.js';
import { mayAskPerson, sayHome } from './home.js';
import { overheard, type StatusDefinitions } from './load.js';
import { lookUp } from './lookup.js';
import { best, says } from './match.js';
import { numberLines, numbersView } from './numbers.js';
import { asksOwnFigure } from './own-figure.js';
import { bareOf, plainOf, readQuestion, type Asked, type Reading } from './read.js';
import { meant, saysOwn } from './whom.js';
import { nothingDue, withReports } from './reports.js';
import { pictureOfParts } from './picture.js';
import type { Metric } from './schema.js';

export interface DeskDeps {
  definitions: StatusDefinitions;
  register: HouseholdIndex;
  /** What is due of whom: who has reported is asked about too. */
  book: DutyBook;
  render(template: string, data: object): string;
  /** What a state of a ledger is called: 待核实. */
  stateOf(ledger: string, state: string): string;
}

/** How long "明细" and "比上周呢" still mean the last answer. */
const MEMORY_MS = 30 * 60_000;
/** The same without naming the bot: what is said so late may be meant for others. */
const ASIDE_MS = 10 * 60_000;
/** Names said at once; a phone's screen holds no more. */
const NAMES = 30;
const NAMES_IN_GROUP = 10;

/** Answers from the ledger: number, base, cut-off; on demand the list behind it. */
export function createStatusDesk(deps: DeskDeps): StatusDesk {
  const { definitions, register, render, stateOf, book } = deps;

  const aloud = overheard(definitions);

  /** The reading with the place that is meant, where the words leave it to what the asker has. */
  async function placed(
    reading: Reading,
    text: string,
    access: Access,
    ledger: StatusLedger,
  ): Promise<Reading> {
    if (reading.type !== 'asked') return reading;
    const place = await meant(reading.asked.place, text, { words: definitions.words, access }, ledger);
    return { ...reading, asked: { ...reading.asked, place } };
  }

  async function answer(question: StatusQuestion, recorded: StatusLedger): Promise<StatusAnswer | undefined> {
    const ledger = withReports(recorded, { book, register, now: question.now });
    const person = await ledger.person(question.contactId);
    const access = person && accessOf(person, register);
    const since = new Date(question.now.getTime() - (question.direct ? MEMORY_MS : ASIDE_MS));
    const previous = (await ledger.lastAnswer(question.conversationId, question.contactId, since)) as
      Asked | undefined;
    const read = readQuestion(question.text, {
      definitions: question.direct ? definitions : aloud,
      register,
      access: access ?? { all: false, towns: new Set(), villages: new Set(), helper: '' },
      now: toLocal(question.now),
      previous,
      // Names among the lines of a report are those of its visitors.
      people: question.text.trim().includes('\n') ? [] : await ledger.peopleNamed(question.text),
    });
    const reading = access ? await placed(read, question.text, access, ledger) : read;
    if (reading.type === 'none') return undefined;
    // Unasked, the bot only answers those who lead, and only what it is sure of.
    const goesOn = reading.type === 'detail';
    // What cadres ask of their own households among others is answered aside.
    const own =
      reading.type === 'household' ||
      (reading.type === 'asked' &&
        saysOwn(question.text, definitions.words) &&
        reading.asked.place.helper === person?.name);
    const aside = !question.direct && person?.role === 'cadre';
    if (!question.direct && !goesOn && (!person || (aside && !own))) return undefined;
    if (!person || !access) return plain(question, render('status-unknown-person', {}));
    if (
      reading.type === 'which-town' ||
      reading.type === 'which-metric' ||
      reading.type === 'unknown-name' ||
      reading.type === 'one-person'
    )
      return question.direct ? plain(question, render(`status-${reading.type}`, reading)) : undefined;
    if (reading.type === 'unread')
      return question.direct
        ? { ...plain(question, render('status-unread', reading)), unsure: true }
        : undefined;

    if (reading.type === 'declined') return plain(question, render(reading.template, {}));
    if (reading.type === 'household') {
      const { text, open, beyond } = await sayHome(reading, access, definitions.words, ledger, render);
      if (beyond === undefined && reading.households.length === 0 && !question.direct) return undefined;
      const because = { contact: question.contactId };
      const declined = beyond === undefined ? undefined : { person: person.name, place: beyond };
      const said = { text, because, declined };
      return aside || !open ? privately(question, said) : said;
    }
    const { asked } = reading;
    const place = asked.place.title;
    const leads = person.role !== 'cadre' || !metricsOf(asked).some((metric) => metric.leading);
    if (!leads || !(await mayAnswer(person, access, asked.place, ledger)))
      return {
        ...plain(question, render('status-declined', { place })),
        declined: { person: person.name, place },
      };
    const because = { contact: question.contactId, asked, place };
    if (asked.lookup !== undefined) {
      const lookup = definitions.lookups.find((one) => one.id === asked.lookup)!;
      return { text: await lookUp(lookup, asked, ledger, render), because };
    }
    const ahead = [asked.period, ...(asked.also ?? [])].find(
      (one) => one !== undefined && one.from > toLocal(question.now).slice(0, 10),
    );
    // What falls due lies ahead; what was done does not.
    if (ahead && !metricsOf(asked).some((metric) => metric.day === 'due'))
      return plain(question, render('status-future', { period: ahead.title, from: ahead.from }));
    const said =
      reading.type === 'detail' && asked.among === undefined
        ? await list(asked, question, asOf(ledger, question.now), because)
        : await numbers(asked, question, asOf(ledger, question.now), because);
    return asked.place.helper === undefined ? said : privately(question, said);
  }

  /** Of one person's work and of hardship the group hears one word; the answer goes to the asker. */
  function privately(question: StatusQuestion, said: StatusAnswer): StatusAnswer {
    if (question.conversationKind !== 'room') return said;
    const { text, because, declined } = said;
    const whole =
      said.privately === undefined ? text : `${text.split('\n').slice(0, -1).join('\n')}\n${said.privately}`;
    return { text: render('status-private', {}), because, privately: whole, declined };
  }

  async function mayAnswer(
    person: Person,
    access: Access,
    place: Place,
    ledger: StatusLedger,
  ): Promise<boolean> {
    const townsOf = (village: string) => register.village(village)?.towns ?? [];
    if (place.helper === undefined || place.helper === access.helper) return mayAsk(access, place, townsOf);
    const people = (await ledger.peopleNamed(place.helper)).filter((one) => one.name === place.helper);
    const [about] = people;
    if (!about || people.length > 1) return false;
    return mayAskPerson(person, access, about, (written) => {
      const { towns, villages } = accessOf({ ...about, villages: written }, register);
      return mayAsk(access, { towns: [...towns], villages: [...villages], title: '' }, townsOf);
    });
  }

  async function numbers(
    asked: Asked,
    question: StatusQuestion,
    ledger: StatusLedger,
    because: object,
  ): Promise<StatusAnswer> {
    const each = [];
    for (const period of [asked.period, ...(asked.also ?? [])]) {
      const one = { ...asked, period };
      each.push({ one, lines: await numberLines(one, definitions, ledger) });
    }
    const said = each.filter(({ lines }) => lines.length > 0);
    if (said.length === 0)
      return {
        text: render('status-nothing', {
          place: asked.place.title,
          period: asked.period?.title ?? '',
          title: asked.overview ?? '',
        }),
        because,
      };
    if (nothingDue(metricsOf(asked), said.flatMap((part) => part.lines)))
      return { text: render('status-none-due', { place: asked.place.title, period: asked.period?.title ?? '', by: asked.by ?? '', title: dueTitle(metricsOf(asked)[0]!) }), because }; // prettier-ignore
    const named = asked.list && asked.by === undefined;
    const lines = said.flatMap((part) => part.lines);
    const at = toLocal(question.now).slice(0, 16);
    const more = !named && asked.among === undefined && lines.some((line) => (line.value ?? 0) > 0);
    const text = said
      .map(({ one, lines: own }, i) =>
        render('status', numbersView(one, own, { at, end: i === said.length - 1, more })),
      ) // prettier-ignore
      .join('\n');
    const figures = lines.map(({ title, value, base }) => ({ title, value, base }));
    const picture = await pictureOfParts(lines, asked, question.now);
    const answered = { text, because: { ...because, figures }, picture };
    if (!named) return answered;
    const names = await list(asked, question, ledger, because);
    return names.privately === undefined
      ? { ...answered, text: `${text}\n${names.text}` }
      : { ...answered, text: `${text}\n${names.text}`, privately: names.privately };
  }

  /** The households and messages behind a number. In a group only names that anybody there may read. */
  async function list(
    asked: Asked,
    question: StatusQuestion,
    ledger: StatusLedger,
    because: object,
  ): Promise<StatusAnswer> {
    const parts = [];
    for (const metric of metricsOf(asked)) {
      const query = { ...queryOf(metric, asked), by: undefined };
      const rows = await ledger.list(query);
      const all = { ...query, count: { ...query.count, measure: { count: 'rows' as const } } };
      parts.push({
        title: `${metric.title}${asked.times?.title ?? ''}`,
        unit: metric.unit,
        count: rows.length <= NAMES ? rows.length : ((await ledger.count(all)).value ?? rows.length),
        rows: rows.slice(0, NAMES).map(({ title, place, day, by, ledger, state }) => ({
          title,
          place,
          day: day ?? '',
          by: by ?? '',
          state: ledger === undefined || state === undefined ? '' : stateOf(ledger, state),
        })),
        // 3户4次: the number says households, the lines say times.
        units:
          rows.length <= NAMES
            ? new Set(rows.map((row) => row.householdCode ?? row.title + row.place)).size
            : 0,
        discreet: rows.some((row) => row.discreet),
      });
    }
    const inGroup = question.conversationKind === 'room';
    const long = parts.some((part) => part.count > NAMES_IN_GROUP);
    const text = render('status-list', {
      place: asked.place.title,
      period: asked.period?.title ?? '',
      parts,
    });
    if (!inGroup) return { text, because };
    const discreet = asked.discreet || parts.some((part) => part.discreet);
    return discreet || long
      ? { text: render('status-list-private', { discreet }), because, privately: text }
      : { text, because };
  }

  /** What is due, by its own number: 应报周报. */
  const dueTitle = ({ base, title }: Metric): string =>
    (base === undefined ? undefined : definitions.metrics.get(base)?.title) ?? title;

  function metricsOf(asked: Asked): Metric[] {
    return asked.metrics.flatMap((id) => definitions.metrics.get(id) ?? []);
  }

  return {
    answer,
    takesUp: (text) =>
      definitions.words.detail.includes(bareOf(text)) ||
      says(text, definitions.words.household) ||
      best(text, definitions.declines).found.length > 0,
    ownFigure: (text) => asksOwnFigure(plainOf(text), definitions.words),
  };
}

function plain(question: StatusQuestion, text: string): StatusAnswer {
  return { text, because: { contact: question.contactId } };
}

/** The same ledger, for which the day of asking is today. */
function asOf(ledger: StatusLedger, now: Date): StatusLedger {
  const on = localDay(now);
  return {
    ...ledger,
    count: (query) => ledger.count({ on, ...query }),
    list: (query) => ledger.list({ on, ...query }),
  };
}
