import type { OutgoingFile } from '../core/chat.js';
import { toLocal } from '../core/time.js';
import { renderPicture } from '../render/index.js';
import type { Asked } from './read.js';
import type { NumberLine } from './say.js';

/** From here on a picture is read faster than the words. */
const MANY = 6;
const DRAWN = 40;

/** The numbers of an answer by place, drawn; undefined where there are so few that the words will do. */
export async function pictureOfParts(
  lines: readonly NumberLine[],
  asked: Asked,
  now: Date,
): Promise<OutgoingFile | undefined> {
  const line = lines.find((one) => one.parts.length >= MANY);
  if (!line) return undefined;
  const parts = line.parts.slice(0, DRAWN).map(({ name, value }) => ({ name: name || '未写明', value }));
  const period = asked.period ? `${asked.period.from}至${asked.period.to}，` : '';
  const bytes = await renderPicture({
    title: `${asked.place.title}${line.title}`,
    chart: {
      kind: 'bar',
      categories: parts.map((part) => part.name),
      series: [{ name: line.title, values: parts.map((part) => part.value) }],
      unit: line.partsUnit,
    },
    foot: `${period}截至${toLocal(now).slice(0, 16).replace('T', ' ')}；共${line.value ?? 0}${line.unit}`,
  });
  return { name: `${asked.place.title}${line.title}.png`, type: 'image/png', bytes };
}
