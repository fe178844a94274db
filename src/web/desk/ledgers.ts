import { Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../core/errors.js';
import { writeExport, type ExportDefinition } from '../../export/index.js';
import type { KindDefinition } from '../../intents/index.js';
import type { LedgerSource } from '../../ledger/index.js';
import { ownPlace } from '../../status/index.js';
import { countLedgers, listItems, listRecords } from '../../store/clerk/lists.js';
import { itemStory, recordStory } from '../../store/clerk/one.js';
import { exportRows, registerPlaces } from '../../store/exports.js';
import { readQuery } from '../body.js';
import type { DeskDeps } from './deps.js';
import { download, XLSX } from './download.js';
import { decline, looked, mayLook, note, ofCounty, placeAsked, viewer, type Viewer } from './viewer.js';
import type { Book } from './wire.js';

const text = z.string().min(1).max(60).optional();
const day = z.iso.date('expected a day like 2026-03-18').optional();
const count = (most: number, least: number) =>
  z.coerce
    .number('expected a number')
    .int('expected a whole number')
    .min(least, `at least ${least}`)
    .max(most, `at most ${most}`);
const place = { town: text, village: text, from: day, to: day };
const listQuery = z.object({
  ...place,
  state: text,
  words: text,
  limit: count(100, 1).default(20),
  offset: count(1_000_000, 0).default(0),
});
const exportQuery = z.object(place);

/** The ledgers as far as one may see them: what there is, lists, one thing with its story, a list as a workbook. */
export function ledgers(deps: DeskDeps): Hono {
  const { store } = deps;
  const id = (written: string): string => {
    if (z.uuid().safeParse(written).success) return written;
    throw new AppError('not-found', `${written} is no id`);
  };

  return new Hono()
    .get('/book', async (c) => c.json(await bookOf(deps, await viewer(c, deps))))
    .get('/ledgers/:type{items|records}/:id', async (c) => {
      const who = await viewer(c, deps);
      const { town, village, ...rest } = readQuery(c, listQuery);
      const [type, ledger] = [c.req.param('type'), c.req.param('id')];
      const list = type === 'items' ? listItems : listRecords;
      const filter = { ...rest, place: placeAsked({ town, village }) };
      const rows = await list(store.prisma, who.scope, ledger, filter);
      await looked(deps, who, 'look.list', { [type]: ledger });
      return c.json(rows);
    })
    .get('/records/:id', async (c) => {
      const who = await viewer(c, deps);
      const record = id(c.req.param('id'));
      const story = await recordStory(store.prisma, who.scope, record);
      if (!story) return decline(deps, who, 'look.declined', { record });
      await note(deps, who, 'look.record', { record });
      return c.json(story);
    })
    .get('/items/:id', async (c) => {
      const who = await viewer(c, deps);
      const item = id(c.req.param('id'));
      const story = await itemStory(store.prisma, who.scope, item);
      if (!story) return decline(deps, who, 'look.declined', { item });
      await note(deps, who, 'look.item', { item });
      return c.json(story);
    })
    .get('/exports/:id', async (c) => {
      const who = await viewer(c, deps);
      const { from, to, ...where } = readQuery(c, exportQuery);
      const definition = deps.knowledge.exports().find((one) => one.id === c.req.param('id'));
      if (!definition) throw new AppError('not-found', `there is no ledger ${c.req.param('id')} to export`);
      const wanted = placeAsked(where) ?? ownPlace(who.access);
      const detail = { ledger: definition.id, place: wanted.title, from: from ?? '', to: to ?? '' };
      if (!mayLook(who, wanted, deps)) return decline(deps, who, 'export.declined', detail);
      // Before the first row leaves: an export nobody knows of must not exist.
      await note(deps, who, 'export', { ...detail, format: 'xlsx', page: 'true' });
      const days = from || to ? { from: from ?? '1900-01-01', to: to ?? '9999-12-31' } : undefined;
      const rows = exportRows(store.prisma, { from: definition.from, place: wanted, period: days });
      const name = `${definition.title}-${wanted.title}${from ? `-${from}` : ''}${to ? `至${to}` : ''}.xlsx`;
      return download(c, name, XLSX, ReadableStream.from(bytesOf(writeExport(definition, rows, 'xlsx'))));
    });
}

async function* bytesOf(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece;
}

/** What the fields of a ledger are called in the reports that it is made of. */
function titlesOf(from: readonly LedgerSource[], kinds: readonly KindDefinition[]): Record<string, string> {
  return Object.fromEntries(
    from.flatMap((source) => {
      const kind = kinds.find((one) => one.id === source.kind);
      return Object.entries(source.fields).flatMap(([name, written]) => {
        const label = kind?.fields[typeof written === 'string' ? written : written[0]!]?.labels[0];
        return label === undefined ? [] : [[name, label] as const];
      });
    }),
  );
}

/** What the fields of a kind are called. */
export function fieldTitles(kind: KindDefinition): Record<string, string> {
  return Object.fromEntries(
    Object.entries(kind.fields).flatMap(([field, { title, labels }]) => {
      const called = title ?? labels[0];
      return called === undefined ? [] : [[field, called]];
    }),
  );
}

async function bookOf(deps: DeskDeps, who: Viewer): Promise<Book> {
  const { knowledge, store } = deps;
  const [counts, places] = await Promise.all([
    countLedgers(store.prisma, who.scope),
    registerPlaces(store.prisma),
  ]);
  const { towns, villages } = who.access;
  const { name, unit, post, role } = who.person;
  const kinds = knowledge.definitions().kinds;
  const exported = (test: (from: ExportDefinition['from']) => boolean) =>
    knowledge.exports().find((one) => test(one.from))?.id;
  return {
    viewer: { name, unit, post, role, place: who.title, county: ofCounty(who) },
    places: places.filter((one) => who.access.all || towns.has(one.town) || villages.has(one.village)),
    ledgers: knowledge.ledgers().ledgers.all.map((ledger) => ({
      id: ledger.id,
      title: ledger.title,
      word: ledger.word,
      open: counts.items[ledger.id] ?? 0,
      shown: ledger.shown ?? null,
      states: Object.entries(ledger.states).map(([state, { title, closed }]) => ({
        id: state,
        title,
        closed,
      })),
      events: Object.fromEntries(Object.entries(ledger.events).map(([event, { title }]) => [event, title])),
      fields: { ...titlesOf(ledger.from, kinds), ...ledger.names },
      export: exported((from) => 'items' in from && from.items === ledger.id),
    })),
    // Kinds that leave records, and that there are or may be handed out.
    records: kinds
      .filter((kind) => kind.ledger !== undefined)
      .map((kind) => ({
        id: kind.id,
        title: kind.title,
        records: counts.records[kind.id] ?? 0,
        shown: kind.shown ?? null,
        fields: fieldTitles(kind),
        export: exported((from) => 'records' in from && from.records === kind.id),
      })),
  };
}
