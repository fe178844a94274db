import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openPlan } from '../../src/plan/index.js';
import { draftOf } from './gold.js';

const NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
const paragraph = (text: string, level?: number): string =>
  `<w:p>${level === undefined ? '' : `<w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="1"/></w:numPr></w:pPr>`}${run(text)}</w:p>`;
const cell = (text: string, properties = ''): string =>
  `<w:tc><w:tcPr>${properties}</w:tcPr>${text
    .split('\n')
    .map((t) => paragraph(t))
    .join('')}</w:tc>`;
const row = (...cells: string[]): string => `<w:tr>${cells.join('')}</w:tr>`;

const NUMBERING = `<w:numbering ${NS}><w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>`;

function docx(body: string, parts: Record<string, string> = { 'word/numbering.xml': NUMBERING }): Uint8Array {
  const files = { 'word/document.xml': `<w:document ${NS}><w:body>${body}</w:body></w:document>`, ...parts };
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, xml]) => [name, strToU8(xml)])));
}

const BODY = [
  paragraph('青岚县2025年“秋收行动”工作方案'),
  paragraph('目标任务', 0),
  paragraph('通过两个行动，巩固帮扶成果。'),
  paragraph('重点任务', 0),
  paragraph('仓储提升行动。10月底前建成冷库4座。', 1),
  `<w:p>${run('责任领导：')}<w:del><w:r><w:t>旧人名</w:t></w:r></w:del><w:ins>${run('方 远')}</w:ins></w:p>`,
  paragraph('责任单位：县农业农村局、县供销社'),
  paragraph('道路畅通行动。11月15日前完成12公里。', 1),
  paragraph('责任领导：白桦林'),
  paragraph('责任单位：县交通局'),
  paragraph('任务分解', 0),
  `<w:tbl>${row(cell('序号'), cell('重点任务'), cell('责任领导'), cell('责任单位'), cell('完成时限'))}${row(
    cell('1'),
    cell('粮食收储'),
    cell('方 远', '<w:vMerge w:val="restart"/>'),
    cell('县粮食和储备局（牵头）\n县财政局'),
    cell('10月20日前'),
  )}${row(cell('2'), cell('秸秆利用'), cell('', '<w:vMerge/>'), cell('县生态环境局、各乡镇'), cell('长期坚持'))}</w:tbl>`,
  paragraph('青岚县人民政府办公室'),
  paragraph('2025年9月1日'),
].join('');

describe('Word documents', () => {
  it('reads headings that Word numbers, tracked changes and the rows of tables', () => {
    const draft = draftOf('方案.docx', docx(BODY));
    expect(draft).toMatchObject({
      title: '青岚县2025年“秋收行动”工作方案',
      issuer: '青岚县人民政府办公室',
      issued: '2025-09-01',
    });
    expect(draft.actions.map(({ text: _, section: __, ...action }) => action)).toEqual([
      {
        number: 1,
        title: '仓储提升行动',
        leader: '方远',
        leadUnit: '县农业农村局',
        units: ['县农业农村局', '县供销社'],
        milestones: [{ what: '建成冷库4座', due: '2025-10-31', target: { value: 4, unit: '座' } }],
      },
      {
        number: 2,
        title: '道路畅通行动',
        leader: '白桦林',
        leadUnit: '县交通局',
        units: ['县交通局'],
        milestones: [{ what: '完成12公里', due: '2025-11-15', target: { value: 12, unit: '公里' } }],
      },
      {
        number: 1,
        title: '粮食收储',
        leader: '方远',
        leadUnit: '县粮食和储备局',
        units: ['县粮食和储备局', '县财政局'],
        milestones: [{ what: '粮食收储', due: '2025-10-20' }],
      },
      {
        number: 2,
        title: '秸秆利用',
        leader: '方远',
        leadUnit: '县生态环境局',
        units: ['县生态环境局', '各乡镇'],
        milestones: [],
        longTerm: true,
      },
    ]);
  });

  it('keeps a table of problems as problems, measures by the paragraph', () => {
    const body =
      paragraph('青岚县审计整改台账（2025年3月2日）') +
      `<w:tbl>${row(cell('问题序号'), cell('存在问题'), cell('整改措施'), cell('责任领导'), cell('责任人'), cell('整改时限'))}${row(
        cell('1'),
        cell('冷库闲置'),
        cell('1.重新招租。\n2.完善合同。'),
        cell('方远'),
        cell('陆小川'),
        cell('2025年6月底取得阶段性成效，9月底完成整改'),
      )}</w:tbl>`;
    const { actions, problems } = draftOf('a.docx', docx(body));
    expect(actions).toEqual([]);
    expect(problems).toMatchObject([
      {
        number: 1,
        problem: '冷库闲置',
        measures: ['重新招租', '完善合同'],
        leader: '方远',
        owner: '陆小川',
        milestones: [{ due: '2025-06-30' }, { due: '2025-09-30' }],
        longTerm: false,
      },
    ]);
  });

  it('counts paragraphs and rows as lines', () => {
    const lines = openPlan({ name: 'a.docx', bytes: docx(BODY) }).lines;
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_, i) => i + 1));
    expect(lines[1]!.text).toBe('一、目标任务');
    expect(lines[4]!.text).toMatch(/^\(一\)仓储/);
  });

  it.each([
    ['a zip without a document', zipSync({ 'a.txt': strToU8('x') }), /not a Word document/],
    ['a cut file', docx(BODY).slice(0, 400), /damaged \.docx/],
    ['an old .doc', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1]), /save it as \.docx/],
    ['a PDF', strToU8('%PDF-1.7'), /PDF/],
    ['text that calls itself .docx', strToU8('一、任务'), /not a readable \.docx/],
    ['an empty file', new Uint8Array(), /empty/],
  ])('says in one line what is wrong with %s', (_, bytes, message) => {
    expect(() => openPlan({ name: 'a.docx', bytes })).toThrow(message);
    try {
      openPlan({ name: 'a.docx', bytes });
    } catch (error) {
      expect((error as Error).message).not.toContain('\n');
    }
  });
});
