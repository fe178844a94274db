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
