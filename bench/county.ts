import type { Household } from '../src/core/household.js';

const SURNAMES = [
  ...'柏卞岑晁车池褚刁窦樊符葛耿龚缑郝花嵇蒯郎厉练蔺麻宓缪能裴屈冉桑殳佟万危邬奚冼鄢燕阴游郁臧展仉祝宗',
];
const GIVEN = [
  ...'安本彬才长朝春存德帆芳福根光桂海禾恒红厚焕吉建江锦菊军康兰乐立良林龙满茂梅敏南平奇庆全仁荣山善升盛世守树松涛田廷旺文喜贤祥晓信秀学雪艳耀银英永友玉远月云增兆贞正忠珠',
];
const TREES = [...'栗柳桑槐楠樟枣杏柿榆椿竹梓桐枫棕'];
const PLACES = ['坪', '湾', '岭', '坳', '冲', '坝', '垭', '塘', '洞', '桥', '溪', '坡'];
const GROUPS = ['一组', '二组', '三组', '四组', '五组', '六组', '七组', '八组'];
const CATEGORIES = ['脱贫户', '监测户', '一般户', '低保户'];
/** About the largest county's number of villages; small registers still have eight. */
const VILLAGES = 500;

/**
 * An invented register of any size, always the same for a size. Names repeat as they do in a county: the larger it is,
 * the more households share a name, and villages of one name lie in different towns.
 */
export function makeCounty(size: number): Household[] {
  const perVillage = Math.max(25, Math.ceil(size / VILLAGES));
  return Array.from({ length: size }, (_, n) => household(n, Math.floor(n / perVillage)));
}

function household(n: number, at: number): Household {
  const village = `${TREES[at % TREES.length]!}${PLACES[Math.floor(at / TREES.length) % PLACES.length]!}村`;
  const town = `${TREES[Math.floor(at / (TREES.length * 4)) % TREES.length]!}河镇`;
  // A prime stride walks through all the names before one comes again.
  const name = (n * 7919) % (SURNAMES.length * GIVEN.length * GIVEN.length);
  const surname = SURNAMES[name % SURNAMES.length]!;
  const first = GIVEN[Math.floor(name / SURNAMES.length) % GIVEN.length]!;
  const second = GIVEN[Math.floor(name / (SURNAMES.length * GIVEN.length)) % GIVEN.length]!;
  return {
    code: `B${String(n).padStart(7, '0')}`,
    town,
    village,
    group: GROUPS[n % GROUPS.length]!,
    householder: surname + first + second,
    aliases: n % 25 === 0 ? [`老${surname}${n % 7}`] : [],
    category: CATEGORIES[n % CATEGORIES.length]!,
    monitorKind: '',
    population: 1 + (n % 6),
    helper: '',
  };
}
