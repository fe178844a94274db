import type { ExportAnswer, ExportDesk } from '../core/export.js';
import type { HouseholdIndex } from '../core/household.js';
import type { Place } from '../core/status.js';
import { toLocal } from '../core/time.js';
import { collect, renderXlsx, type Row } from '../render/index.js';
import { accessOf, mayAsk, ownPlace, placesIn, unreadIn, type Metric } from '../status/index.js';
import { readPeriod } from '../understand/values/index.js';
import { cellsOf } from './cells.js';
import { drawAsked } from './draw.js';
import { answerDraw } from './draw-desk.js';
import type { DrawDefinition } from './draw-schema.js';
import { answerOutline } from './outline-desk.js';
import type { OutlineDefinition } from './outline-schema.js';
import type { ExportDefinition, ExportWords } from './schema.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface ExportDeskDeps {
  definitions: readonly ExportDefinition[];
  /** Papers that are put together on a word, and what they count. */
  outlines: readonly OutlineDefinition[];
  /** What names can be drawn from for a spot check. */
  draws: readonly DrawDefinition[];
  metrics: ReadonlyMap<string, Metric>;
  words: ExportWords;
  register: HouseholdIndex;
  render(template: string, data: object): string;
}

/** Hands out ledgers on a word: "导出 本月走访". Only what the asker may see, never more than fits a message. */
export function createExportDesk(deps: ExportDeskDeps): ExportDesk {
  const { definitions, outlines, draws, words, register, render } = deps;
  return {
    async answer(request, store): Promise<ExportAnswer | undefined> {
      const { contactId, now } = request;
      const text = spoken(request.text);
      const asked = drawAsked(text, draws);
      if (asked) return answerDraw(asked, { ...request, text }, store, deps);
      if (!words.ask.some((word) => text.includes(word))) return undefined;
      const definition = wanted<ExportDefinition | OutlineDefinition>(text, [...definitions, ...outlines]);
      if (!definition) return undefined;
      if ('sections' in definition) return answerOutline(definition, { ...request, text }, store, deps);
      const { id: ledger, title } = definition;
      const because = { export: ledger, contact: contactId };
      const say = (reason: string, data: object = {}) => ({
        text: render('export', { reason, title, place: '', period: '', rows: 0, most: words.most, ...data }),
        because,
      });
      const person = await store.person(contactId);
      if (!person) return say('unknown-person');
      const access = accessOf(person, register);
      const where = placesIn(text, register);
      if (where.type === 'several') return say('which-town', { place: where.village });
      const found = readPeriod(text, { sentAt: toLocal(now) });
      const spans = [...(where.type === 'place' ? where.spans : []), ...(found ? [found] : [])];
      const unread = unreadIn(text, { ...words, spans, words: [...words.ask, ...definition.words] });
      if (unread.length > 0) return say('unread', { place: unread.join('”“') });
      const place: Place = where.type === 'place' ? where.place : ownPlace(access);
      const detail = { ledger, place: place.title };
      if (!mayAsk(access, place, (village) => register.village(village)?.towns ?? []))
        return {
          ...say('declined', { place: place.title }),
          audit: { actor: person.name, action: 'export.declined', detail },
        };
      const period = found && { from: found.value.from, to: found.value.to };
      const rows: Row[] = [];
      for await (const row of store.rows({ from: definition.from, place, period })) {
        if (rows.length === words.most) return say('too-many', { place: place.title });
        rows.push(cellsOf(definition, row));
      }
      const days = period ? (period.from === period.to ? period.from : `${period.from}至${period.to}`) : '';
      if (rows.length === 0) return say('nothing', { place: place.title, period: days });
      const bytes = await collect(
        renderXlsx([{ name: title, columns: definition.columns.map(plain), rows }]),
      );
      const name = `${title}-${place.title}${days && `-${days}`}.xlsx`.replace(/[\\/:*?"<>|]/g, '-');
      return {
        ...say('file', { place: place.title, period: days, rows: rows.length }),
        file: await store.keep({ name, type: XLSX, bytes }),
        audit: {
          actor: person.name,
          action: 'export',
          detail: {
            ...detail,
            from: period?.from ?? '',
            to: period?.to ?? '',
            rows: rows.length,
            format: 'xlsx',
          },
        },
      };
    },
  };
}

/** The request without whom it is said to. */
const spoken = (text: string): string => text.replace(/@\S+\s?/g, '');

function plain({ title, type, width }: ExportDefinition['columns'][number]) {
  return { title, type, ...(width ? { width } : {}) };
}

/** The ledger with the longest word in the text; none where two are named equally. */
function wanted<T extends { words: readonly string[] }>(
  text: string,
  definitions: readonly T[],
): T | undefined {
  const found = definitions
    .map((definition) => ({
      definition,
      length: Math.max(
        0,
        ...definition.words.filter((word) => text.includes(word)).map((word) => word.length),
      ),
    }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length);
  return found[0] && found[0].length > (found[1]?.length ?? 0) ? found[0].definition : undefined;
}
