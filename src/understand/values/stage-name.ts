import type { Due } from './deadline-words.js';

const EDGE =
  /^[\s,，、:：;；。.()（）的并且和及]+|[\s,，、:：;；。.()（）]+$|(?:时限|时间|期限|日期)?[:：]\s*$/g;
const LEAD = /^(?:力争|争取|拟|预计|计划|确保|要|须|应|必须|把它们?|将其|把这(?:个|些)?)+(?=.{2})/;
const STOP = /[。;\n]/;
/** A clause that says where, or who, and not what is to be done: "3月6日前，梨树坪村". */
const ELSEWHERE =
  /^\s*(?:(?:地点|位置|地址|涉及|所在|责任(?:人|领导|单位)|牵头|配合单位|联系人)|[\u4e00-\u9fff]{1,8}(?:村|社区|镇|乡|街道)(?:[\u4e00-\u9fff\d]{1,3}[组社屯])?\s*$)/u;

/** What is to be done by then: the words after the date up to the next one or the sentence's end, else those before it. */
export function stageName(original: string, folded: string, due: Due, left: number, right: number): string {
  const after = folded.slice(due.to, right);
  const stop = after.search(STOP);
  let name = original.slice(due.to, due.to + (stop < 0 ? after.length : stop));
  if (right < folded.length && stop < 0) name = dropOpening(name);
  const clauses = name.split(/(?=[,，])/u);
  const where = clauses.findIndex((clause) => ELSEWHERE.test(clause.replace(/^[,，]/u, '')));
  if (where >= 0) name = clauses.slice(0, where).join('');
  name = clean(name);
  if (name !== '') return name;
  const before = original.slice(left, due.from);
  const start = Math.max(
    ...['。', ';', '；', '\n', '，', ','].map((mark) =>
      before
        .trimEnd()
        .replace(/[，,；;。]+$/, '')
        .lastIndexOf(mark),
    ),
  );
  return clean(before.slice(start + 1));
}

/** The next stage's own opening ("…，拟于" before its date) is not part of this one's name. */
function dropOpening(name: string): string {
  return name.replace(/[，,、]\s*(?:力争|争取|拟|预计|计划|确保)?(?:于|在|到|至)?\s*$/, '');
}

function clean(name: string): string {
  return name
    .replace(EDGE, '')
    .replace(LEAD, '')
    .replace(/(?:于|在|至|到)$/, '')
    .replace(EDGE, '')
    .trim();
}
