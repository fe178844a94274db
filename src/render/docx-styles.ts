import { LINE, PAGE } from './docx-page.js';
import { FONTS, SIZE, fonts, type Font } from './docx-xml.js';

const TIGHTER = -5; // twips a character

const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

function paragraphStyle(id: string, name: string, font: Font, size: number, ppr: string): string {
  return `<w:style w:type="paragraph" w:customStyle="${/^heading/.test(name) ? 0 : 1}" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${ppr}</w:pPr><w:rPr>${fonts(font)}${size === SIZE.three ? '' : '<w:spacing w:val="0"/>'}<w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr></w:style>`;
}

const INDENT = '<w:ind w:firstLineChars="200" w:firstLine="632"/>';

/** 一、黑体 （一）楷体 1. 仿宋 （1）仿宋, all 3号 and none bold (7.3.3). */
const HEADINGS = (['heiti', 'kaiti', 'fangsong', 'fangsong'] as const).map((font, i) =>
  paragraphStyle(
    `Heading${i + 1}`,
    `heading ${i + 1}`,
    font,
    SIZE.three,
    `<w:keepNext/>${INDENT}<w:outlineLvl w:val="${i}"/>`,
  ),
);

export const STYLES = `<w:styles ${NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr>${fonts('fangsong')}<w:kern w:val="2"/><w:sz w:val="${SIZE.three}"/><w:szCs w:val="${SIZE.three}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:spacing w:line="${LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr><w:rPr><w:spacing w:val="${TIGHTER}"/></w:rPr></w:style>${paragraphStyle('Title', 'Title', 'xiaobiaosong', SIZE.two, '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:line="660" w:lineRule="exact"/><w:jc w:val="center"/>')}${paragraphStyle('Body', '公文正文', 'fangsong', SIZE.three, INDENT)}${paragraphStyle('Cell', '表格文字', 'fangsong', SIZE.five, '<w:snapToGrid w:val="0"/><w:spacing w:before="40" w:after="40" w:line="300" w:lineRule="atLeast"/>')}${paragraphStyle('Form', '填写表', 'fangsong', SIZE.four, '<w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="60" w:line="400" w:lineRule="atLeast"/>')}${paragraphStyle('Imprint', '版记', 'fangsong', SIZE.four, '')}${paragraphStyle('End', '文末', 'fangsong', 2, '<w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>')}${paragraphStyle('PageNumber', '页码', 'songti', SIZE.four, '<w:spacing w:line="280" w:lineRule="exact"/>')}${HEADINGS.join('')}</w:styles>`;

export const FONT_TABLE = `<w:fonts ${NAMESPACE}>${Object.values(FONTS)
  .map(
    ({ name, instead, family }) =>
      `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/><w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`,
  )
  .join('')}</w:fonts>`;

export const SETTINGS = `<w:settings ${NAMESPACE}><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`;

/** — 1 —, 4号 宋体, at the outer edge, one character in (7.5). */
export function footer(side: 'left' | 'right'): string {
  const field = ['begin', 'PAGE', 'separate', '1', 'end']
    .map((part) =>
      part === 'PAGE'
        ? '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        : part === '1'
          ? '<w:r><w:t>1</w:t></w:r>'
          : `<w:r><w:fldChar w:fldCharType="${part}"/></w:r>`,
    )
    .join('');
  const dash = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
  return `<w:ftr ${NAMESPACE}><w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:${side}Chars="100" w:${side}="280"/><w:jc w:val="${side}"/></w:pPr>${dash('— ')}${field}${dash(' —')}</w:p></w:ftr>`;
}

export const SECTION = `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/><w:pgSz w:w="${PAGE.width}" w:h="${PAGE.height}"/><w:pgMar w:top="${PAGE.top}" w:right="${PAGE.right}" w:bottom="${PAGE.bottom}" w:left="${PAGE.left}" w:header="851" w:footer="${PAGE.footer}" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="${LINE}"/></w:sectPr>`;
