import { markerAt } from './clauses.js';
import { identityOf, nameHere } from './names.js';
import type { Label } from './resolve.js';
import { firstFrom } from './span.js';
import { subjectAt, type Subject, type SubjectContext } from './subject.js';
import { findPlaceholders, isPlaceholder } from './values/index.js';

export function labelledSubject(c: SubjectContext, label: Label): Subject | undefined {
  const { text, plain } = c.message;
  let from = label.to;
  if (c.key.def.type === 'household' || c.key.def.type === 'person') {
    while (from < text.length && ' \t'.includes(text[from]!)) from++;
    const rest = text.slice(from, from + 40);
    const end = rest.indexOf('\n');
    const line = end < 0 ? rest : rest.slice(0, end);
    // "户主：青石沟村三组陈大山": places may come first.
    const spaced = spacedName(c, from, rest);
    if (spaced) return spaced;
    // 许可 is a word, but behind a colon it is who is meant.
    const innocent = (name: string): boolean => !label.colon && c.compiled.list('not-names').has(name);
    const direct = nameHere(c, from);
    if (direct && !innocent(direct.name)) {
      direct.labelled = true;
      return direct;
    }
    for (let at = from + 1; at < from + line.length; at++) {
      if (text[at] === ':') break;
      const later = c.households.nameAt(text, at);
      if (later && !/[,。;!?(]/.test(text.slice(from, at))) {
        const { name, households } = later;
        return subjectAt(
          { from: at, to: at + name.length },
          name,
          undefined,
          identityOf(name, households),
          households,
          true,
        );
      }
    }
    const shape = c.compiled.regexp('(?:村|组|社|镇)\\s?({name})(?=[\\s,。;!?、():]|$|家|户)').exec(line);
    if (shape) {
      const at = from + shape.index + shape[0].length - shape[1]!.length;
      const name = shape[1]!;
      return subjectAt({ from: at, to: at + name.length }, name, undefined, name, undefined, true);
    }
    // Whatever stands there up to a mark is a name that we do not know the shape of.
    const odd = /^[\u3400-\u9fff·•]{2,5}(?=[\s,。;!?、():]|$)/.exec(line);
    if (odd && !innocent(odd[0]) && !c.compiled.list('none').has(odd[0]) && !/^[Xx某]+/.test(odd[0])) {
      const to = from + odd[0].length;
      return subjectAt({ from, to }, plain.slice(from, to), undefined, odd[0], undefined, true);
    }
    return undefined;
  }
  return c.key.def.type === 'text' ? labelledText(c, label) : undefined;
}

/** "张　伟": a name spread out to the width of three characters. */
function spacedName(c: SubjectContext, from: number, rest: string): Subject | undefined {
  if (rest[1] !== ' ') return undefined;
  const written = /^[\u4e00-\u9fff](?: {1,4}[\u4e00-\u9fff]){1,2}(?=[\s,。;!?、():]|$)/.exec(rest)?.[0];
  if (written === undefined) return undefined;
  const name = written.replaceAll(' ', '');
  const match = c.households.find(name, undefined);
  if (match.type === 'none' && !(name.length === 2 && c.compiled.regexp('^{surname}').test(name)))
    return undefined;
  return subjectAt(
    { from, to: from + written.length },
    name,
    undefined,
    match.type === 'one' ? match.household.code : name,
    match.type === 'one' ? [match.household] : match.type === 'many' ? match.households : undefined,
    true,
  );
}

/** The name of a thing runs to the end of the line, to a mark that ends a statement, or to the next label. */
function labelledText(c: SubjectContext, label: Label): Subject | undefined {
  const { text, plain } = c.message;
  const end = /[\n;。]|$/.exec(text.slice(label.to, label.to + LONGEST_NAME))!.index + label.to;
  let from = label.to;
  let to = Math.min(end, c.labels[firstFrom(c.labels, label.to)]?.from ?? end);
  while (from < to && ' \t"“《【'.includes(text[from]!)) from++;
  while (to > from && ' \t"”》】,、'.includes(text[to - 1]!)) to--;
  // A list after "项目：" is no name, and what is said of the thing ends it: "枫树坪饮水 60%".
  if (markerAt(text, from, true)) return undefined;
  const stop = /,|\s*\d{1,3}(?:\.\d+)?%|\s(?=\d)/.exec(text.slice(from, to));
  if (stop && stop.index > 0) to = from + stop.index;
  const name = plain.slice(from, to);
  if (
    name.length < 2 ||
    c.compiled.list('none').has(name) ||
    isPlaceholder(name) ||
    findPlaceholders(name)[0]?.from === 0
  )
    return undefined;
  return subjectAt({ from, to }, name, undefined, name, undefined, true);
}

const LONGEST_NAME = 60;
