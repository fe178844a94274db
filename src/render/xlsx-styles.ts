/** Numbers of the cell formats below, in their order. */
export const STYLE = {
  plain: 0,
  head: 1,
  text: 2,
  quoted: 3,
  day: 4,
  minute: 5,
  number: 6,
  money: 7,
  percent: 8,
};

const FORMATS = ['yyyy\\-mm\\-dd', 'yyyy\\-mm\\-dd\\ hh:mm', '#,##0.##########', '#,##0.00', '0.00%'];
const FIRST_FORMAT = 164; // below are the format's own
const AS_TEXT = 49;

function cell(format: number, extra = '', align = ''): string {
  return `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"${extra}><alignment vertical="center"${align}/></xf>`;
}

const BORDER = ['left', 'right', 'top', 'bottom']
  .map((side) => `<${side} style="thin"><color rgb="FFBFC8D2"/></${side}>`)
  .join('');

/** The styles of every workbook: a dark head, thin lines, 等线 where there is one. */
export const STYLES = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="${FORMATS.length}">${FORMATS.map((code, i) => `<numFmt numFmtId="${FIRST_FORMAT + i}" formatCode="${code}"/>`).join('')}</numFmts><fonts count="2"><font><sz val="11"/><name val="等线"/><charset val="134"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="等线"/><charset val="134"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF24527A"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${BORDER}<diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>${cell(AS_TEXT, '', ' wrapText="1"')}${cell(AS_TEXT, ' quotePrefix="1"', ' wrapText="1"')}${FORMATS.map((_, i) => cell(FIRST_FORMAT + i)).join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
