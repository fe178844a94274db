import { describe, expect, it } from 'vitest';
import {
  findMoney,
  findNumbers,
  findPlaceholders,
  isPlaceholder,
  readArea,
  readCount,
  readMoney,
  readNumber,
  readPercent,
  readRange,
} from '../../../src/understand/values/index.js';

describe('readNumber', () => {
  it.each([
    ['12', 12],
    ['0', 0],
    ['007', 7],
    ['1,234.5', 1234.5],
    ['12,345,678', 12345678],
    ['一百二十三', 123],
    ['一百零五', 105],
    ['一百一', 110],
    ['两千三', 2300],
    ['两千零三', 2003],
    ['两千零五十', 2050],
    ['一万二', 12000],
    ['一万零二', 10002],
    ['三万二千', 32000],
    ['十', 10],
    ['十五', 15],
    ['二十', 20],
    ['四十二', 42],
    ['廿', 20],
    ['廿三', 23],
    ['卅一', 31],
    ['〇', 0],
    ['两', 2],
    ['俩', 2],
    ['二〇二六', 2026],
    ['壹佰贰拾叁', 123],
    ['伍仟元整', 5000],
    ['叁萬', 30000],
    ['3万2', 32000],
    ['3万2千', 32000],
    ['3万5000', 35000],
    ['1.2万', 12000],
    ['1.15万', 11500],
    ['5千', 5000],
    ['3亿', 300000000],
    ['1亿2000万', 120000000],
    ['一亿两千万', 120000000],
    ['一千五百万', 15000000],
    ['5 万元', 50000],
    ['１２．５', 12.5],
    ['-5', -5],
    ['负5', -5],
    ['+15分', 15],
    ['共41户', 41],
  ])('%s is %d', (text, value) => {
    expect(readNumber(text)?.value).toBe(value);
  });

  it.each([
    ['十几', 10],
    ['二十多', 20],
    ['30多万', 300000],
    ['百余户', 100],
    ['约12', 12],
    ['12左右', 12],
  ])('%s is about %d', (text, value) => {
    expect(readNumber(text)).toMatchObject({ value, flags: ['approximate'] });
  });

  it.each(['三五个', '十七八', '七八百', '一起去', '一共', '没有', '', '12345678901234567890'])(
    'none in: %s',
    (text) => {
      expect(readNumber(text)).toBeUndefined();
    },
  );

  it('keeps a dash that is no sign', () => {
    expect(readNumber('—5户')?.value).toBe(5);
    expect(readNumber('A-5')?.value).toBe(5);
  });
});

describe('findNumbers', () => {
  it.each<[string, number[]]>([
    ['张三家3口人，一起走访了三户，12.5万元', [3, 3, 125000]],
    ['一共走访二十户，三保障均达标', [20]],
    ['脱贫户12户监测户3户一般户20户', [12, 3, 20]],
    ['合计61,300元，其中2户退回', [61300, 2]],
    ['统一安排，万一下雨', []],
  ])('%s', (text, expected) => {
    expect(findNumbers(text).map((f) => f.value)).toEqual(expected);
  });
});

describe('readMoney', () => {
  it.each([
    ['1.8万', 18000],
    ['86万元', 860000],
    ['51.6万元', 516000],
    ['四千三', 4300],
    ['3块5', 3.5],
    ['三块五毛', 3.5],
    ['2元5角', 2.5],
    ['5毛钱', 0.5],
    ['1200元', 1200],
    ['¥500', 500],
    ['￥1,200.50', 1200.5],
    ['人民币300元', 300],
    ['3亿', 300000000],
    ['1.2亿元', 120000000],
    ['5万块', 50000],
    ['五万块钱', 50000],
    ['61,300元', 61300],
    ['十万元', 100000],
    ['一万二', 12000],
    ['3万2', 32000],
    ['两万五', 25000],
    ['0元', 0],
    ['12600', 12600],
    ['12户共24万', 240000],
    ['65岁，1200元', 1200],
    ['2025年人均纯收入12600元', 12600],
    ['报完自己掏了9600', 9600],
    ['9600元/年', 9600],
    ['500 元', 500],
  ])('%s is %d', (text, value) => {
    expect(readMoney(text)?.value).toBe(value);
  });

  it.each([
    ['约5万', 50000],
    ['5000多元', 5000],
    ['三千多块钱', 3000],
    ['5万元左右', 50000],
    ['十几万', 100000],
  ])('%s is about %d', (text, value) => {
    expect(readMoney(text)).toMatchObject({ value, flags: ['approximate'] });
  });

  it.each([
    '2-3万元',
    '200万—600万元',
    '200万600万元',
    '尾号1234',
    '13800001111',
    '110101199003070000',
    '65岁',
    '3块地',
    '4.3万人',
    '12号',
    '5万美元',
    '七八万斤',
    '贷款　户　万元',
    '没有',
  ])('none in: %s', (text) => {
    expect(readMoney(text)).toBeUndefined();
  });

  it('lets the column say the unit, but not against the words', () => {
    expect(readMoney('86', { unit: 10000 })).toMatchObject({ value: 860000, certainty: 'implied' });
    expect(readMoney('3.5', { unit: 1e8 })?.value).toBe(350000000);
    expect(readMoney('86万', { unit: 10000 })?.value).toBe(860000);
    expect(readMoney('1200元', { unit: 10000 })?.value).toBe(1200);
  });
});

describe('findMoney', () => {
  it.each<[string, number[]]>([
    ['总投资120万 完成投资36万 形象进度85%', [1200000, 360000]],
    ['丁大5万，5月17日到期；冯二3万，4/17到期', [50000, 30000]],
    ['明前茶卖了四千三，老人65岁', [4300]],
    ['补助今天打卡12户共24万，尚有3户卡号错误', [240000]],
    ['投资200万—600万元', []],
    ['洋葱七八万斤没人收，4.3万人，3万株', []],
    ['尾号6713，电话13800001111，住3号楼', []],
    ['奖10元、罚20元，元旦放3天', [10, 20]],
  ])('%s', (text, expected) => {
    expect(findMoney(text).map((f) => f.value)).toEqual(expected);
  });
});

describe('readPercent', () => {
  it.each([
    ['60%', 60],
    ['99.5％', 99.5],
    ['约65%', 65],
    ['百分之六十', 60],
    ['百分之60', 60],
    ['百分之百', 100],
    ['百分之九十九点五', 99.5],
    ['千分之三', 0.3],
    ['六成', 60],
    ['六成五', 65],
    ['8成', 80],
    ['两成半', 25],
    ['占总投资140万元的60%', 60],
    ['三分之二', 66.67],
    ['进度 100 %', 100],
  ])('%s is %d', (text, value) => {
    expect(readPercent(text)?.value).toBe(value);
  });

  it.each(['全部完成', '建成', '三成员', '完成立项', '60-70%', '12户', '3/5', 'XX%', '', '成'])(
    'none in: %s',
    (text) => {
      expect(readPercent(text)).toBeUndefined();
    },
  );
});

describe('readArea', () => {
  it.each([
    ['6亩', 4000, 'area:mu'],
    ['3分地', 200, 'area:fen'],
    ['一亩三分地', 866.67, 'area:mu'],
    ['两亩半', 1666.67, 'area:mu'],
    ['半亩', 333.33, 'area:mu'],
    ['2公顷', 20000, 'area:hectare'],
    ['100平方米', 100, 'area:square-metre'],
    ['120㎡', 120, 'area:square-metre'],
    ['80平', 80, 'area:square-metre'],
    ['2平方公里', 2000000, 'area:square-kilometre'],
    ['六亩茶叶', 4000, 'area:mu'],
  ])('%s is %d square metres by %s', (text, value, rule) => {
    expect(readArea(text)).toMatchObject({ value, rule });
  });

  it.each(['3分', '亩产800斤', '6户', '2-3亩', '30平安'])('none in: %s', (text) => {
    expect(readArea(text)).toBeUndefined();
  });
});

describe('readCount', () => {
  it.each<[string, string[], number]>([
    ['12户', ['户'], 12],
    ['三口人', ['人', '口人', '口'], 3],
    ['家里4口', ['口'], 4],
    ['两个娃', ['娃'], 2],
    ['共41户', ['户'], 41],
    ['12 户', ['户'], 12],
    ['本周三户', ['户'], 3],
    ['照片3张', ['张'], 3],
    ['脱贫户12户监测户3户', ['户'], 12],
    ['１２户', ['户'], 12],
    ['3名学生', ['学生'], 3],
  ])('%s counts in %j %d', (text, units, value) => {
    expect(readCount(text, units)?.value).toBe(value);
  });

  it.each<[string, string[]]>([
    ['第2户人口4人', ['户']],
    ['张三户', ['户']],
    ['走访李四户', ['户']],
    ['1-2户', ['户']],
    ['三五户', ['户']],
    ['2户主', ['户']],
    ['XX户', ['户']],
    ['1.5户', ['户']],
    ['3人均收入', ['人']],
    ['12亩', ['户']],
  ])('%s counts none in %j', (text, units) => {
    expect(readCount(text, units)).toBeUndefined();
  });

  it('flags what is not exact', () => {
    expect(readCount('十几户', ['户'])).toMatchObject({ value: 10, flags: ['approximate'] });
    expect(readCount('50多人', ['人'])).toMatchObject({ value: 50, flags: ['approximate'] });
  });
});

describe('readRange', () => {
  it.each([
    ['1-2个', 1, 2],
    ['3至5户', 3, 5],
    ['3—5天', 3, 5],
    ['2-3万', 20000, 30000],
    ['2.5-3.5万元', 25000, 35000],
    ['200万—600万元', 2000000, 6000000],
    ['5万至10万元', 50000, 100000],
    ['3户到5户', 3, 5],
  ])('%s is %d to %d', (text, from, to) => {
    expect(readRange(text)).toMatchObject({ value: { from, to } });
    expect(readRange(text)?.flags).toBeUndefined();
  });

  it.each([
    ['200万600万元', 2000000, 6000000],
    ['20192023年', 2019, 2023],
  ])('%s lost its hyphen', (text, from, to) => {
    expect(readRange(text)).toMatchObject({ value: { from, to }, flags: ['range-lost-hyphen'] });
  });

  it.each([
    ['三五个', 3, 5],
    ['十七八', 17, 18],
    ['七八百', 700, 800],
    ['两三千元', 2000, 3000],
  ])('%s is spoken', (text, from, to) => {
    expect(readRange(text)).toMatchObject({ value: { from, to }, flags: ['approximate'] });
  });

  it.each(['12所', '5-3户', '2026-03-18', '13800-1234-5678', '1—3月', '', '5'])('none in: %s', (text) => {
    expect(readRange(text)).toBeUndefined();
  });
});

describe('placeholders', () => {
  it.each<[string, string[]]>([
    ['截至X月X日，共走访XX户，问题X个，完成率XX%。', ['X月X日', 'XX户', 'X个', 'XX%']],
    ['贷款　户　万元', ['户', '万元']],
    ['贷款 户 万元', ['户', '万元']],
    ['姓名____ 电话（  ）', ['____', '（  ）']],
    ['完成率X.X%', ['X.X%']],
    ['某某村', ['某某']],
    ['××镇××村', ['××镇', '××村']],
    ['拍X光，开SUV X5，穿XXL码', []],
    ['走访12 户，监测户 户主丁一', []],
    ['二〇二六年，二○二六年', []],
  ])('%s', (text, expected) => {
    expect(findPlaceholders(text).map((f) => f.value)).toEqual(expected);
  });

  it.each([
    'XX户',
    'xx村',
    'X月X日',
    '____',
    '（  ）',
    '　户',
    'X.X%',
    '某某',
    '张某某',
    '',
    '  ',
    '/',
    '万元',
    'XX镇XX村',
    '×××',
    '***',
  ])('"%s" holds a place', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });

  it.each(['无', '没有', '12户', '0', '-5', '张三', '2026', '暂无问题', '户籍', 'X光片'])(
    '"%s" is an answer',
    (text) => {
      expect(isPlaceholder(text)).toBe(false);
    },
  );
});
