// Characters of names that are taken for one another when read off paper, drawn by hand or picked by shape.
const LOOKALIKES = `
己已巳 未末 土士 日曰 人入八 戊戌戍成茂 干千于 大太犬天夫 王玉主壬 田由甲申 今令 刀力 贝见 免兔 鸟乌 木本术禾 午牛年 万方
札礼 祁祈 祝视 根艮跟恨银很狠 堂棠常尝党 明朋胡 凤风夙 平苹萍乎 林淋琳彬 梅海每敏悔 桂佳娃洼挂 柱住注驻拄 军晕浑辉挥
秦泰奉春舂 秀季李委 菊鞠 兰三 芝之艺 英央映 芳方妨房 芬分粉盼 花化华 翠碎 莲连链 荷何苛 玲铃伶岭领 伟纬炜苇玮 娟捐绢 娥俄峨
婷停亭 婉宛碗 妍研 娜哪那 姗珊 红江虹 丽俪 洪供拱 清请青情晴静 涛淘滔 浩告皓洁 波坡披玻 泽译择 洋样祥详 富福副幅 财材才 贵责员
宝实 宏宠 宁字宇 宣宜 国固因囤困团圆园 喜善 建健键 仁仕任 俊峻竣骏 佑佐 传转 仲冲 仓苍仑 会合 全金 铁轶 钢刚岗 铭名 锋峰烽
山出 岳丘兵 崇祟 石右 志忘 忠患 思恩恒 悦说 惠慧蕙 德得 徐除余 武式 斌赋文 旺汪 昌冒吕 昆晁 显星 晓晚 晨辰 景影 智知 曹曾 朗郎
东车 栋冻 松忪 柏拍 柳卿 楠南 永水 汉汊 沈沉 法去 满蒲 源原 潘番 炎焱 炳柄 焕换涣 煜昱 能熊 珍诊 珠株 瑞端 璐路露 登澄 白自百
盛盔 真直 睿容 秋秩 程呈 章意童 竹行 绍昭 维唯惟淮 罗萝锣 耀跃 肖尚 胜性 臣巨 良艮 范犯 宋荣 莉利 蒋将 蔡祭 薛辞 袁衰 裕浴 覃潭谭
贤坚 贺货贸 赵起超 达进 近远运 邓邢那郑 郝赤 闫阎 阳阴 陈阵 陆陵 雨两 龙尤 吴昊 周同 唐塘糖 夏复 孙孔 孟盂 尹伊 崔催 杨扬场 朱未
柴紫 梁粱 毛手 蓝篮 高亭 黄寅 庞宠 崽仔 戴载 彭膨 廖寥 董懂 侯候 谷各 佘余 冼洗 阮院
`;

const groups = new Map<string, Set<string>>();
for (const group of LOOKALIKES.split(/\s+/)) {
  for (const char of group) {
    const set = groups.get(char) ?? new Set();
    for (const other of group) if (other !== char) set.add(other);
    groups.set(char, set);
  }
}

const NONE: ReadonlySet<string> = new Set();

/** The characters this one is easily mistaken for by shape. */
export function lookalikes(char: string): ReadonlySet<string> {
  return groups.get(char) ?? NONE;
}

// What parents put into given names. A written name that differs from the register's in one of these is as likely a
// brother or a neighbour as a slip of the finger; one that differs in 墙 or 札 is a slip.
const GIVEN = new Set(
  '一三二四五六七八九小大老元正天太中文方仁义礼智信忠孝诚善良和平安康宁乐喜庆福禄寿祥瑞吉利贵富财宝金银玉珍珠琴棋书画' +
    '国家邦民军兵武建设卫保援朝跃进胜利红星东方向前光明辉耀荣华昌盛兴旺发达隆泰顺通成功立业志强伟刚勇猛毅力健壮雄英俊杰豪才' +
    '学士先生德道宗祖绍继承传恩惠爱怀念思远长永久恒春夏秋冬梅兰竹菊桂花芳芬香莲荷蓉芙蓝菁萍茹莉薇蕾艳丽美秀娟娥娇婷婉妍娜姗玲珑' +
    '琳琪瑶璐瑛莹洁清静淑贤慧敏巧云霞雪雨露虹晴晓晨旭阳曦月彩凤燕莺鹃鸿鹏飞龙虎彪骏马麟山峰岭岳岩石川江河湖海波涛浩洋源泉清润泽' +
    '林森松柏杨柳树根枝叶果田土地坤乾宇宙斌彬博超凡非奇新民权全余有来友由守定宏洪鸿广彦景君群儒翰墨章程钧铁钢锋锐铭鑫锦' +
    '年生水火木炎焕煜灿炳烈威震雷霆世代万千百亿双会合同心意诗涵梓子轩浩然欣怡佳嘉琦俊凯翔宇航博雅雯倩颖宸睿雨萱可依' +
    '连开启起升登高尚品仙女妹姐弟兄娃仔狗牛羊满仓囤堂本初朴实秉培坚固贞翠碧青素珊瑜瑾璇芝英茂荫庭厚谦谨勤俭喜德运昆仲伯叔季亮柱浪昊磊淼帆宾滨钊锁拴栓奎魁改换转引招娣盼桃杏梨贞芹芸苗蓓菲萌莎妮妞孩毛黑蛋锤豹斗升尧舜禹汉唐宋清岁社队农工商丰收粮棉稻麦谷苹莓蓬珏珂珈琛琨璞瑶玮瑾煊烁煌焱熙熹炜烽灿炯勋勤劲勉励功克党团央京沪川湘鄂豫鲁晋陕疆藏西南北中申酉戌亥辰巳午未甲乙丙丁戊己庚辛壬癸',
);

export function usualInNames(char: string): boolean {
  return GIVEN.has(char);
}
