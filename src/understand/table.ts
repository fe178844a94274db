import type { CompiledField, CompiledKind } from './compiled.js';
import { isDigit, type Span } from './span.js';
import { newDraft, type Draft } from './draft.js';
import { readFree } from './fields/free.js';
import type { ReadContext } from './fields/context.js';
import { sortClauses } from './fields/sort.js';
import { readLabelled } from './fields/labelled.js';
import { resolveLabels } from './resolve.js';
import { nameHere } from './names.js';

interface Column {
  field: CompiledField | undefined;
  unit: string | undefined;
  word: string;
  /** 情况, 备注: words that no field claims. */
  remarks: boolean;
}

/** A table pasted with tabs (or |): the first row with two known headings names the columns. Undefined where there is none. */
export function readTable(kind: CompiledKind, c: ReadContext): Draft[] | undefined {
  const { text, lines } = c.message;
  const mark = text.includes('\t')
    ? '\t'
    : text.includes('|')
      ? '|'
      : headed(kind, text, lines, ' ')
        ? ' '
        : MARKS.find((m) => headed(kind, text, lines, m));
  if (mark === undefined) return undefined;
  const key = kind.roles.key;
  let columns: Column[] | undefined;
  const drafts: Draft[] = [];
  let above: readonly Span[] = [];
  const rest = newDraft(kind.def.id, 0);
  for (const line of lines) {
    // A colon makes a line of labels, not a row parted by blanks.
    const cells =
      mark === ' '
        ? text.slice(line.from, line.to).includes(':')
          ? []
          : wordsOf(text, line)
        : cellsOf(text, line, mark);
    if (!columns) {
      const found =
        cells.length >= 2 ? cells.map((cell) => columnOf(kind, text.slice(cell.from, cell.to))) : [];
      if (found.filter((x) => x.field).length >= 2 && (!key || found.some((x) => x.field === key))) {
        columns = found;
        // What a heading says of all rows: their month.
        for (const [i, cell] of cells.entries()) {
          const when = OF_WHEN.exec(text.slice(cell.from, cell.to));
          if (when && columns[i]!.field)
            rest.stretches.push({
              from: cell.from,
              to: cell.from + when[0].length,
              before: '\n',
              quote: undefined,
            });
        }
      } else if (line.to > line.from) rest.stretches.push({ ...line, before: '\n', quote: undefined });
      continue;
    }
    if (
      cells.length < 2 ||
      (mark === ' ' && c.message.signature && line.to >= c.message.signature.nameFrom)
    ) {
      const to = Math.min(line.to, Math.max(line.from, c.message.signature?.from ?? line.to));
      if (to > line.from) rest.stretches.push({ from: line.from, to, before: '\n', quote: undefined });
      continue;
    }
    if (mark === ' ') fitRow(cells, columns, text);
    if (/^-*$/.test(text.slice(line.from, line.to).replace(/[|\s:]/g, ''))) continue;
    // 同上: what the row above has there.
    const row = cells.map((cell, i) =>
      DITTO.test(text.slice(cell.from, cell.to)) ? (above[i] ?? cell) : cell,
    );
    above = row;
    const draft = readRow(kind, key, columns, row, c);
    if (draft) drafts.push(draft);
  }
  if (!columns || drafts.length === 0) return undefined;
  readRest(kind, c, rest);
  for (const draft of drafts) {
    for (const [name, value] of rest.values) if (!draft.values.has(name)) draft.values.set(name, value);
    for (const [name, list] of rest.lists) if (!draft.lists.has(name)) draft.lists.set(name, list);
  }
  return drafts;
}

/** What stands above or below the rows holds for all of them. */
function readRest(kind: CompiledKind, c: ReadContext, rest: Draft): void {
  const labels = resolveLabels(kind, c.message, c.compiled, c.households);
  for (const s of rest.stretches) {
    const here = labels.filter((l) => l.from >= s.from && l.from < s.to);
    here.forEach((l, i) => {
      if (l.field?.def.shared)
        readLabelled(
          c,
          l.field,
          { from: l.to, to: here[i + 1]?.from ?? s.to },
          { from: l.from, unit: l.unit },
          rest,
        );
    });
  }
  for (const field of kind.fields) {
    if (!field.def.shared) continue;
    for (const s of rest.stretches)
      for (const word of wordsOf(c.message.text, s)) readFree(c, field, word, rest);
    for (const s of rest.stretches) readFree(c, field, s, rest);
  }
}

/** What may part the cells besides tabs, bars and blanks. */
const MARKS = [',', '/', '、'];
const DITTO = /^(?:同上|〃|″|"|——?"——?)$/;
const LEAST_COLUMNS = 3;
const MOST_COLUMNS = 40;
/** A first row of headings with nothing but the mark between them. */
function headed(kind: CompiledKind, text: string, lines: readonly Span[], mark: string): boolean {
  if (lines.length < 2) return false;
  return lines.slice(0, 3).some((line) => {
    const colon = text.indexOf(':', line.from);
    if (colon >= 0 && colon < line.to) return false;
    const words = mark === ' ' ? wordsOf(text, line) : cellsOf(text, line, mark);
    if (words.length < LEAST_COLUMNS || words.length > MOST_COLUMNS) return false;
    const known = words.filter((w) => columnOf(kind, text.slice(w.from, w.to)).field).length;
    return known >= LEAST_COLUMNS && known * 2 > words.length;
  });
}

function wordsOf(text: string, line: Span): Span[] {
  const out: Span[] = [];
  let from = line.from;
  for (let at = line.from; at <= line.to; at++) {
    if (at < line.to && text.charCodeAt(at) !== 0x20) continue;
    if (at > from) out.push({ from, to: at });
    from = at + 1;
  }
  return out;
}

/** A number in front that the headings do not have goes; blanks inside the last column belong to it. */
function fitRow(cells: Span[], columns: readonly Column[], text: string): void {
  if (cells.length > columns.length && /^\d{1,3}[.、)]?$/.test(text.slice(cells[0]!.from, cells[0]!.to)))
    cells.shift();
  if (cells.length > columns.length) {
    cells[columns.length - 1]!.to = cells.at(-1)!.to;
    cells.length = columns.length;
  }
}

function cellsOf(text: string, line: Span, mark: string): Span[] {
  const cells: Span[] = [];
  let from = line.from;
  for (let at = line.from; at <= line.to; at++) {
    if (at < line.to && (text[at] !== mark || betweenDigits(text, at, mark))) continue;
    let a = from;
    let b = at;
    while (a < b && text[a] === ' ') a++;
    while (b > a && text[b - 1] === ' ') b--;
    cells.push({ from: a, to: b });
    from = at + 1;
  }
  if (mark === '|') {
    if (cells[0] && cells[0].from === cells[0].to) cells.shift();
    if (cells.at(-1) && cells.at(-1)!.from === cells.at(-1)!.to) cells.pop();
  }
  return cells;
}

/** The stroke of 2026/8/20 parts no cells. */
function betweenDigits(text: string, at: number, mark: string): boolean {
  return mark === '/' && isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1));
}

const REMARKS = /(?:情况|备注|说明|记录|内容)$/;

const OF_WHEN = /^(?:\d{4}年)?(?:\d{1,2}月份?|[本上当]月|今年|去年)/;

function columnOf(kind: CompiledKind, heading: string): Column {
  const bracket = heading.endsWith(')') ? /^(.*?)\s*[(](.{1,8})[)]$/.exec(heading) : null;
  const word = (bracket?.[1] ?? heading).replace(/\s/g, '');
  // "7月出勤天数" is the heading with the month of all.
  const field = kind.byLabel.get(word) ?? kind.byLabel.get(word.replace(OF_WHEN, ''));
  return { field, word, unit: bracket?.[2], remarks: !field && REMARKS.test(word) };
}

function readRow(
  kind: CompiledKind,
  key: CompiledField | undefined,
  columns: readonly Column[],
  cells: readonly Span[],
  c: ReadContext,
): Draft | undefined {
  const { text, plain } = c.message;
  const draft = newDraft(kind.def.id, cells[0]!.from);
  for (const [i, cell] of cells.entries()) {
    const field = columns[i]?.field;
    if (!field && columns[i]?.remarks && cell.to > cell.from)
      draft.stretches.push({ from: cell.from, to: cell.to, before: '', quote: cell.from });
    if (!field || cell.to <= cell.from) continue;
    const word = text.slice(cell.from, cell.to);
    if (field === key && (field.def.type === 'household' || field.def.type === 'person')) {
      if (/^(?:合计|小计|总计|[Xx×某]+)$/.test(word)) return undefined;
      const found = nameHere(c, cell.from);
      const name =
        found && found.to <= cell.to
          ? found
          : {
              from: cell.from,
              to: cell.to,
              name: plain.slice(cell.from, cell.to),
              alias: undefined,
              households: undefined,
            };
      draft.households = name.households;
      const nick = name.alias !== undefined && kind.byName.has('alias');
      draft.values.set(nick ? 'alias' : field.name, {
        value: name.name,
        from: name.from,
        to: name.to,
        rule: `table:${field.name}`,
        certainty: 'stated',
      });
      if (name.to < cell.to)
        draft.stretches.push({ from: name.to, to: cell.to, before: '', quote: undefined });
    } else {
      const to = readLabelled(
        c,
        field,
        cell,
        { from: cell.from, unit: columns[i]!.unit, heading: columns[i]!.word },
        draft,
      );
      if (to < cell.to) draft.stretches.push({ from: to, to: cell.to, before: '', quote: undefined });
    }
  }
  if (key && !draft.values.has(key.name) && !draft.values.has('alias')) return undefined;
  for (const field of kind.fields) for (const s of draft.stretches) readFree(c, field, s, draft);
  sortClauses(c, kind.roles.signalled, draft.stretches, draft);
  return draft;
}
