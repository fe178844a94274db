// Characters of names that are taken for one another when read off paper, drawn by hand or picked by shape.
const LOOKALIKES = `
己已巳 未末 土士 日曰 人入八 戊戌戍成 干千于 大太犬天夫 王玉主壬 田由甲申 今令 刀力 贝见 免兔 鸟乌岛 木本术禾 午牛年 万方
札礼 祁祈 祝视 根艮跟恨银很狠粮 堂棠常尝党 明朋胡 凤风夙 平苹萍乎 林淋琳彬 梅海每敏悔 桂佳娃洼挂柱 柱住注驻拄 军晕浑辉挥
强张 春舂泰秦奉 秀季李 季委 李杏季 菊鞠 兰三 兰芝 芝之艺 英央映 芳方妨房 芬分粉盼 花化华 翠碎醉 莲连链 荷何苛 玲铃伶岭领怜
娟捐绢 娥俄峨 婷停亭 婉宛碗 妍研 娜哪那 姗珊删 红江虹纪 丽俪 洪供拱 清请青情晴静 涛淘滔 浩告皓洁 湖潮 波坡披玻 泽译择 洋样祥详
富福副 福幅 财材才 贵员责 宝玉实 宏宠 安按案 定宁 宁宇字 宇字宝 宣宜 家象 守寸 寿春 喜善 善喜 国固园 固因囤困 囤屯 圆园 团困
建健键 健建 伟纬炜苇玮 仁仕任 仕仁士 任仟 俊峻竣骏 佑佐 保堡 信伯 伯柏 传转 仲冲 仓苍仑 会合 全金 金全 铁轶 钢刚岗 铭名 锋峰烽 银根 锐税
山出仙 岭玲 岳丘兵 峰锋烽 崇祟 岩炭 石右 磊森 志忘 忠患 思恩 恩思 恒垣 怀杯 悦说 惠慧蕙 慧彗 德得 徐除余 成戍 武式 斌赋 文交 斗
旺汪 昌冒吕 昆晁 昱显 显星 星显 晓晚 晨辰 景影 智知 曹曾 朗郎 东车 栋冻 松忪 柏拍 柳卿 树对 桃挑 森林 楠南 楼搂 槐魁 
永水 水永 江红 汉汊 汤汤扬 沈沉 治冶 法去 泉皋 满蒲 源原 潘番 炎焱 炳柄 烈列 焕换涣 煜昱 熊能 爱受 牛午 玉王 珍诊 珠株 琴瑟 瑞端 璐路露 
生主 甫莆 田由 申甲 畅场 登澄 白自 百白 盛盔 省 眉 真直 睿 矛 福祸 秋秩 秦泰 程呈 立位 章意 童竟 竹行 米来 素紊 红 纯沌 绍昭 维唯惟淮 缓
罗萝锣 美羊 羽 翔祥 耀跃 聪 肖尚 育盲 胜性 臣巨 良艮 艳 茂戊 范犯 荣宋 莉利 菁青 蒋将 蔡祭 薛辞 虎虚 行 袁衰 裕浴 西酉 覃潭 解 谢射 谭潭 贤坚 贺货贸 
赵起 超赵 路 轩 辛幸 达 进近 远运 逢蓬 道 邓邢 邢那 邱丘 郑邓 郝赤 郭敦 鑫 长 门 闫阎 阳阴 陈阵 陆陵 雄 雨两 雪 雷 霞 青 顺 颜 飞 马乌 骆 高亭 魏 鲁 鹏 麦 黄寅 龙尤 龚
吴昊 周同 唐塘糖 喻俞 夏复 姚桃 孙孔 孟盂 尹伊 崔催 常堂 彭 徐 戴 方万 朱未 杨扬场 柴紫 梁粱 毛手 沙 熊 牛 申 白 祁 秦 翁 聂 范 蓝篮 袁 詹 贾 邹 郎 钟 钱 阮 韦 韩 颜 饶 鲍
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
    '连开启起升登高尚品仙女妹姐弟兄娃仔狗牛羊满仓囤堂本初朴实秉培坚固贞翠碧青素珊瑜瑾璇芝英茂荫庭厚谦谨勤俭喜德運运昆仲伯叔季',
);

export function usualInNames(char: string): boolean {
  return GIVEN.has(char);
}
