import type { Block, Document } from './document.js';

/**
 * A document written as lines, so that a template can hold it:
 *
 * ```
 * head: 某县…领导小组办公室        keys, one a line: head, number, addressee, annex (any number), signature, date,
 * date: 2026-05-08                 office and copies (版记; its day is `date`)
 * # 标题                           a second line of # goes on below the first
 * ## 一、黑体   ### （一）楷体   #### 1.   ##### （1）
 * 正文一段
 * < 顶格的一段   > 居右的一段   = 居中的一段
 * | 镇 | 户数 |                    a table; with a row of dashes below, the first row is its head; `---:` aligns right
 * |---|---:|
 * @                                signature and date here, not at the end
 * ---                              a new page
 * ```
 */
export function documentOf(markup: string): Document {
  const title: string[] = [];
  const blocks: Block[] = [];
  const keys: Record<string, string> = {};
  const annexes: string[] = [];
  let rows: string[][] = [];
  const endTable = () => {
    if (rows.length > 0) blocks.push(tableOf(rows));
    rows = [];
  };
  for (const raw of markup.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('|')) {
      rows.push(line.replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim())); // prettier-ignore
      continue;
    }
    endTable();
    if (line === '') continue;
    const [, key, value] = KEY.exec(line) ?? [];
    if (key === 'annex') annexes.push(value!);
    else if (key) keys[key] = value!;
    else if (line.startsWith('# ')) title.push(line.slice(2).trim());
    else blocks.push(blockOf(line));
  }
  endTable();
  const { office, copies, ...rest } = keys;
  return {
    ...rest,
    title: title.join('\n'),
    blocks,
    ...(annexes.length > 0 ? { annexes } : {}),
    ...(office && keys['date']
      ? { imprint: { office, date: keys['date'], ...(copies ? { copies } : {}) } }
      : {}),
  };
}

const KEY = /^(head|number|addressee|annex|signature|date|office|copies):\s*(.+)$/;

function blockOf(line: string): Block {
  if (line === '---') return { type: 'page' };
  if (line === '@') return { type: 'signature' };
  const [, marks, heading] = /^(#{2,5})\s+(.+)$/.exec(line) ?? [];
  if (marks) return { type: 'heading', level: (marks.length - 1) as 1 | 2 | 3 | 4, text: heading! };
  const [, mark, text] = /^([<>=])\s+(.+)$/.exec(line) ?? [];
  if (mark === '<') return { type: 'paragraph', text: text!, indent: false };
  if (mark) return { type: 'paragraph', text: text!, align: mark === '>' ? 'right' : 'center' };
  return { type: 'paragraph', text: line };
}

function tableOf(rows: string[][]): Block {
  const rule = rows[1];
  if (!rule || !rule.every((cell) => /^:?-+:?$/.test(cell))) return { type: 'table', rows };
  const align = rule.map((cell) =>
    cell.startsWith(':') && cell.endsWith(':') ? 'center' : cell.endsWith(':') ? 'right' : 'left',
  );
  return { type: 'table', head: rows[0]!, rows: rows.slice(2), align };
}
