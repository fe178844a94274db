import { readdirSync } from 'node:fs';
import { DOMParser } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { loadTemplates } from '../../src/reply/index.js';
import {
  documentNumber,
  documentOf,
  headingNumber,
  renderDocx,
  renderPicture,
  type Document,
} from '../../src/render/index.js';
import { signatureIndents } from '../../src/render/document.js';

const document: Document = {
  head: '某县某某领导小组办公室文件',
  number: '某办[2026]第005号',
  title: '关于第3期走访工作情况的通报',
  addressee: '各镇',
  blocks: [
    { type: 'heading', level: 1, text: '一、总体情况' },
    { type: 'heading', level: 2, text: '（一）走访' },
    { type: 'paragraph', text: '应走访<10户>，\u0000已走访"9"户。' },
    {
      type: 'table',
      caption: '表1',
      head: ['镇', '户数'],
      rows: [['甲镇', '9'], ['乙镇']],
      align: ['left', 'right'],
    },
  ],
  annexes: ['台账', '名单'],
  signature: '某县某某领导小组办公室',
  date: '2026-05-08',
  imprint: { copies: '县委办公室', office: '某县某某领导小组办公室', date: '2026-05-09' },
};

/** Every part is well-formed XML and every relation leads to a part. */
async function open(given: Document) {
  const bytes = await renderDocx(given);
  const files = unzipSync(bytes);
  const xml = (name: string) => strFromU8(files[name]!);
  for (const name of Object.keys(files)) {
    if (!/\.(xml|rels)$/.test(name)) continue;
    const faults: string[] = [];
    new DOMParser({ onError: (_, message) => faults.push(message) }).parseFromString(xml(name), 'text/xml');
    expect(faults, name).toEqual([]);
  }
  for (const [, target] of xml('word/_rels/document.xml.rels').matchAll(/Target="([^"]+)"/g))
    expect(files, target).toHaveProperty([`word/${target!}`]);
  const text = [...xml('word/document.xml').matchAll(/<w:p>.*?<\/w:p>/g)].map(([p]) =>
    [...p.matchAll(/<w:t [^>]*>([^<]*)</g)].map(([, words]) => words).join(''),
  );
  return { bytes, files, xml, text };
}

describe('renderDocx', () => {
  test('page, margins, lines, fonts and page numbers are those of GB/T 9704', async () => {
    const { xml } = await open(document);
    const body = xml('word/document.xml');
    expect(body).toContain('<w:pgSz w:w="11906" w:h="16838"/>');
    expect(body).toContain('<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"');
    const styles = xml('word/styles.xml');
    // 22 lines of 28.95 pt are the 225 mm of the text; 28 characters of 15.75 pt are its 156 mm.
    expect(styles).toContain('<w:spacing w:line="579" w:lineRule="exact"/>');
    expect(Math.abs((22 * 579) / 20 - (225 / 25.4) * 72)).toBeLessThan(2);
    expect((28 * (320 - 5)) / 20).toBeLessThanOrEqual((156 / 25.4) * 72);
    for (const [style, font, size] of [
      ['Title', '方正小标宋简体', 44],
      ['Heading1', '黑体', 32],
      ['Heading2', '楷体', 32],
      ['Heading3', '仿宋', 32],
      ['Body', '仿宋', 32],
      ['Imprint', '仿宋', 28],
      ['PageNumber', '宋体', 28],
    ] as const) {
      const one = new RegExp(`w:styleId="${style}">.*?</w:style>`).exec(styles)![0];
      expect(one, style).toContain(`w:eastAsia="${font}"`);
      expect(one, style).toContain(`<w:sz w:val="${size}"/>`);
      expect(one, style).not.toContain('<w:b/>');
    }
    expect(xml('word/fontTable.xml')).toMatch(/方正小标宋简体"><w:altName w:val="[^"]*宋体/);
    expect(xml('word/footer1.xml')).toMatch(/— .*PAGE.* —.*/);
    expect(xml('word/footer1.xml')).toContain('<w:jc w:val="right"/>');
    expect(xml('word/footer2.xml')).toContain('<w:jc w:val="left"/>');
    expect(xml('word/settings.xml')).toContain('<w:evenAndOddHeaders/>');
  });

  test('the words stand in the order of the standard, the number in its brackets', async () => {
    const { text } = await open(document);
    expect(text.filter((line) => line !== '')).toEqual([
      '某县某某领导小组办公室文件',
      '某办〔2026〕5号',
      '关于第3期走访工作情况的通报',
      '各镇：',
      '一、总体情况',
      '（一）走访',
      '应走访&#60;10户&#62;，已走访&#34;9&#34;户。',
      '表1',
      '镇',
      '户数',
      '甲镇',
      '9',
      '乙镇',
      '附件：1.台账',
      '2.名单',
      '某县某某领导小组办公室',
      '2026年5月8日',
      '抄送：县委办公室。',
      '某县某某领导小组办公室2026年5月9日印发',
    ]);
  });

  test('a picture is taken in whole, as wide as the text', async () => {
    const png = await renderPicture({ title: '图', foot: '源' });
    const { files, xml } = await open({
      title: '有图',
      blocks: [
        { type: 'picture', png },
        { type: 'picture', png },
      ],
    });
    expect(Buffer.from(files['word/media/image2.png']!).equals(png)).toBe(true);
    expect(xml('word/document.xml')).toMatch(/<wp:extent cx="5615940" /); // 156 mm
  });

  test('the same document is the same bytes', async () => {
    expect((await renderDocx(document)).equals(await renderDocx(structuredClone(document)))).toBe(true);
  });

  test('every document template is a document', async () => {
    const templates = loadTemplates('templates');
    const all = readdirSync('templates').filter((file) => file.startsWith('document-'));
    expect(all.length).toBeGreaterThan(0);
    const notice = templates.render('document-loan-notice', {
      borrower: '某甲', village: '', bank: '', contact: '', amount: 30000, due: '2026-08-20', issuer: '某镇人民政府', date: '2026-07-20',
    }); // prettier-ignore
    const { text } = await open(documentOf(notice));
    expect(text).toContain('小额信贷到期通知书');
    expect(text.indexOf('2026年7月20日')).toBeLessThan(text.findIndex((line) => line.includes('签收人')));
  });
});

describe('documentOf', () => {
  test('reads every kind of line', () => {
    expect(
      documentOf(
        'number: 第3期\ncopies: 县委办\noffice: 某办\ndate: 2026-05-08\nannex: 甲\nannex: 乙\n# 标题\n# 第二行\n\n## 一、\n##### （1）\n段: 落\n< 顶格\n> 右\n= 中\n@\n| 镇 | 数 |\n|:-:|---:|\n| 甲 | 1 |\n---\n| 空 |  |',
      ),
    ).toEqual({
      number: '第3期',
      date: '2026-05-08',
      imprint: { office: '某办', date: '2026-05-08', copies: '县委办' },
      annexes: ['甲', '乙'],
      title: '标题\n第二行',
      blocks: [
        { type: 'heading', level: 1, text: '一、' },
        { type: 'heading', level: 4, text: '（1）' },
        { type: 'paragraph', text: '段: 落' },
        { type: 'paragraph', text: '顶格', indent: false },
        { type: 'paragraph', text: '右', align: 'right' },
        { type: 'paragraph', text: '中', align: 'center' },
        { type: 'signature' },
        { type: 'table', head: ['镇', '数'], rows: [['甲', '1']], align: ['center', 'right'] },
        { type: 'page' },
        { type: 'table', rows: [['空', '']] },
      ],
    });
  });
});

test('numbers as the standard writes them', () => {
  expect(documentNumber('某办发（2026）第012号')).toBe('某办发〔2026〕12号');
  expect(documentNumber('第3期')).toBe('第3期');
  expect([1, 10, 11, 20, 99].map((n) => headingNumber(1, n))).toEqual([
    '一、',
    '十、',
    '十一、',
    '二十、',
    '九十九、',
  ]);
  expect([headingNumber(2, 2), headingNumber(3, 3), headingNumber(4, 4)]).toEqual(['（二）', '3.', '（4）']);
  expect(signatureIndents(15, 6)).toEqual({ signature: 2, date: 9 });
  expect(signatureIndents(4, 6)).toEqual({ signature: 6, date: 2 });
});
