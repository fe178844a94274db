import type { Household } from '../../src/core/household.js';

/** A household with everything optional but its code. */
export function household(
  code: string,
  place: string,
  householder: string,
  more: Partial<Household> = {},
): Household {
  const [town = '', village = '', group = ''] = place.split('/');
  return {
    code,
    town,
    village,
    group,
    householder,
    aliases: [],
    category: '脱贫户',
    monitorKind: '',
    population: 3,
    helper: '',
    ...more,
  };
}

/** A small register with the cases that matter: namesakes, nicknames, homophones, two villages of one name. */
export const register: Household[] = [
  household('A1', '清溪镇/石磨村/一组', '何伟'),
  household('A2', '清溪镇/石磨村/三组', '邓满仓', { aliases: ['老邓', '邓木匠'] }),
  household('A3', '清溪镇/石磨村/三组', '解小军'),
  household('A4', '清溪镇/石磨村/二组', '姚桂兰', { aliases: ['兰婶'] }),
  household('A5', '清溪镇/石磨村/老屋组', '欧阳振华'),
  household('B1', '清溪镇/花坪村/一组', '何伟'),
  household('B2', '清溪镇/花坪村/二组', '邓国强', { aliases: ['老邓'] }),
  household('B3', '清溪镇/花坪村/三组', '单凤英'),
  household('B4', '清溪镇/花坪村/', '熊长贵'),
  household('C1', '木桥乡/柏树村/一组', '钱家户'),
  household('C2', '木桥乡/柏树村/十一组', '买买提·玉素甫'),
  household('C3', '木桥乡/柏树村/二组', '庞树根'),
  household('C4', '木桥乡/花坪村/一组', '庞树根'),
  household('C5', '木桥乡/石磨社区/一组', '祝长庚', { aliases: ['祝瞎子', '祝老爷子'] }),
  household('C6', '木桥乡/张村/一组', '伍妹'),
];
