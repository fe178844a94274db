const HAN = /^[\u4e00-\u9fff]*$/;

/** A name as the register and the chat write it, made comparable: no spaces inside (张　伟), one kind of dot. */
export function tidyName(written: string): string {
  if (HAN.test(written)) return written;
  return written
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]+/g, '')
    .replace(/[・•‧･]/g, '·');
}

// What people add to a name out of politeness or to mean the family. Longest first.
const SUFFIX =
  /(?:家里头|一家人|家里|家中|屋里|一家|同志|老人家|老人|大爷|大娘|大妈|大叔|大婶|大伯|大哥|大姐|大嫂|婶子|婶婶|叔叔|伯伯|嫂子|奶奶|爷爷|女士|先生|师傅|家|户|叔|婶|伯|哥|姐|嫂|爷)$/;
const PREFIX = /^(?:户主姓名|户主|农户)[:：]?/;

/** The readings of a written name, as it stands first, then without what was added to it: 老刘家 → 老刘家, 老刘. */
export function nameForms(written: string): string[] {
  let form = tidyName(written);
  const forms = [form];
  const bare = (HAN.test(form) ? form : form.replace(/[（(【[][^（()）】\]]*[)）】\]]/gu, ''))
    .replace(PREFIX, '')
    .replace(/的$/, '');
  if (bare !== form && bare !== '') forms.push((form = bare));
  // 黄大爷家里 may need two steps; a name is never cut below two characters.
  for (let step = 0; step < 3; step++) {
    const cut = form.replace(SUFFIX, '');
    if (cut === form || cut.length < 2) break;
    forms.push((form = cut));
  }
  return forms;
}

/** 老刘, 小王, 大李: only the register can say who that is. */
export function isNickname(form: string): boolean {
  return /^[老小大阿].$/u.test(form);
}

/** The nicknames of one cell: several are split by ; ； 、 , ， or / */
export function splitList(cell: string): string[] {
  return [
    ...new Set(
      cell
        .split(/[;；、,，/／\n]+/u)
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  ];
}
