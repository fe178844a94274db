import type { Household } from '../../src/core/household.js';

/** A small invented register: two of one name in two villages, a nickname, and names that are easily miswritten. */
const rows: [string, string, string, string, string[]?][] = [
  ['QY01-0101', '枫树坪村', '一组', '李小芳'],
  ['QY01-0201', '枫树坪村', '二组', '田有根', ['老田']],
  ['QY01-0202', '枫树坪村', '二组', '顾长明'],
  ['QY01-0301', '枫树坪村', '三组', '毛秀英'],
  ['QY02-0101', '大樟村', '一组', '章立群'],
  ['QY02-0301', '大樟村', '三组', '李小芳'],
  ['QY02-0302', '大樟村', '三组', '余国栋'],
  ['QY02-0401', '大樟村', '四组', '卞水生', ['卞老汉']],
];

export const COUNTY: Household[] = rows.map(([code, village, group, householder, aliases = []]) => ({
  code,
  town: '清源镇',
  village,
  group,
  householder,
  aliases,
  category: '脱贫户',
  monitorKind: '',
  population: 3,
  helper: '田禾',
}));
