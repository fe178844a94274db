import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, setPlatformAPI, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { FONT } from './svg.js';
import { widthOf } from './wrap.js';

export interface Chart {
  kind: 'bar' | 'line' | 'stacked';
  categories: readonly string[];
  /** One value a category; null where nothing is known, which is drawn as nothing, not as 0. */
  series: readonly { name: string; values: readonly (number | null)[] }[];
  unit: string; // 户, 万元, %
}

/** Blue, orange, green, purple, yellow, grey: told apart without telling red from green. */
const COLORS = ['#2b6cb0', '#dd7a1f', '#3a9d6e', '#7a5bb5', '#c9a227', '#718096', '#b83280', '#2c7a7b'];
const INK = '#334155';
const PALE = '#64748b';
const FAINT = '#e2e8f0';
const SIZE = 30; // px of all words in a chart
/** From here on names no longer stand side by side on a phone, and bars lie. */
const SIDE_BY_SIDE = 6;
const LYING_BAR = 34;
const LABEL = 28; // px of the numbers at bars and points
const SHORT_LINE = 8; // points
const STANDING = 560; // px high
/** Above and below the plot of standing charts: the unit and the numbers on top, the names below. */
const ABOVE = 56;
const BELOW = 64;
const MOST_LABELLED_SERIES = 2;
/** Words may be this wide in the left margin of lying bars, in em. */
const NAME_EM = 9;

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);
// There is no canvas to measure words with; without this they are taken for Latin ones.
setPlatformAPI({
  measureText(words, font) {
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(font ?? '')?.[1] ?? 12);
    return { width: widthOf(words ?? '') * size };
  },
});

/** A chart as an SVG element of `width` px and the height it needs. */
export function chartSvg(chart: Chart, width: number): { svg: string; height: number } {
  const lying = chart.kind !== 'line' && needsLying(chart, width);
  const height = heightOf(chart, lying);
  const drawn = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawn.setOption(lying ? lyingOption(chart, width) : standingOption(chart, width));
    return { svg: drawn.renderToSVGString(), height };
  } finally {
    drawn.dispose();
  }
}

function needsLying({ categories }: Chart, width: number): boolean {
  const slot = (width - 120) / Math.max(1, categories.length);
  return categories.length > SIDE_BY_SIDE || categories.some((name) => widthOf(name) * SIZE > slot - 12);
}

function heightOf({ kind, categories, series }: Chart, lying: boolean): number {
  const legend = series.length > 1 ? 64 : 0;
  if (!lying) return STANDING + legend;
  const bars = kind === 'stacked' ? 1 : series.length;
  return categories.length * (bars * LYING_BAR + 30) + 40 + legend;
}

function lyingOption(chart: Chart, width: number): EChartsCoreOption {
  const nameWidth = Math.min(NAME_EM, Math.max(...chart.categories.map(widthOf))) * SIZE + 24;
  const right = labelRoom(chart);
  return {
    ...common(chart),
    grid: { left: nameWidth, right, top: legendRoom(chart), bottom: 20 },
    // Zero is at the left of what is counted: bars that begin elsewhere exaggerate.
    xAxis: {
      type: 'value',
      ...noNegative(chart),
      max: 'dataMax',
      axisLabel: { show: false },
      splitLine: { show: false },
      axisLine: { show: false },
      position: 'top',
      name: `（${chart.unit}）`,
      nameLocation: 'end',
      nameGap: 0,
      nameTextStyle: { ...words(), color: PALE, align: 'left', verticalAlign: 'bottom' },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: chart.categories,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: FAINT, width: 2 } },
      axisLabel: { ...words(), interval: 0, width: NAME_EM * SIZE, overflow: 'truncate', margin: 16 },
    },
    series: series(chart, 'right', width - nameWidth - right),
  };
}

function standingOption(chart: Chart, width: number): EChartsCoreOption {
  const turning = chart.categories.length > SIDE_BY_SIDE;
  return {
    ...common(chart),
    grid: { left: 110, right: 60, top: legendRoom(chart) + ABOVE, bottom: BELOW },
    xAxis: {
      type: 'category',
      data: chart.categories,
      boundaryGap: chart.kind !== 'line',
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#94a3b8', width: 2 } },
      axisLabel: {
        ...words(),
        margin: 18,
        hideOverlap: true,
        ...(turning ? { interval: everyNth(chart.categories, width) } : { interval: 0 }),
      },
    },
    yAxis: {
      type: 'value',
      name: chart.unit,
      nameGap: 26,
      nameTextStyle: { ...words(), color: PALE, align: 'right' },
      ...(chart.kind === 'line' ? { scale: true } : noNegative(chart)),
      axisLabel: { ...words(), formatter: (value: number) => grouped(value) },
      splitLine: { lineStyle: { color: FAINT, width: 2 } },
    },
    series: series(chart, 'top', STANDING - ABOVE - BELOW - 40),
  };
}

function common(chart: Chart): EChartsCoreOption {
  return {
    animation: false,
    color: COLORS,
    textStyle: { fontFamily: FONT, fontSize: SIZE, color: INK },
    ...(chart.series.length > 1
      ? { legend: { top: 0, left: 0, itemWidth: 30, itemHeight: 22, itemGap: 36, textStyle: words() } }
      : {}),
  };
}

function series(chart: Chart, outside: 'right' | 'top', room: number): object[] {
  const labelled = chart.series.length <= MOST_LABELLED_SERIES;
  const most = Math.max(1, ...totals(chart));
  const drawn = chart.series.map(({ name, values }) => ({
    name,
    type: chart.kind === 'line' ? 'line' : 'bar',
    ...(chart.kind === 'line' ? { symbolSize: 14, lineStyle: { width: 6 }, connectNulls: false } : {}),
    ...(chart.kind === 'stacked' ? { stack: 'all' } : {}),
    ...(chart.kind === 'line' ? {} : { barMaxWidth: outside === 'right' ? LYING_BAR : 76 }),
    data: values.map((value, at) => ({
      value,
      label:
        chart.kind === 'stacked'
          ? { show: fits(value, most, room, outside), position: 'inside', color: '#ffffff' }
          : { show: labelled && worthSaying(chart, values, at), position: outside, color: INK },
    })),
    label: {
      show: true,
      fontFamily: FONT,
      fontSize: LABEL,
      formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? grouped(value) : ''),
    },
  }));
  return [...drawn, ...sums(chart, outside)];
}

/** Every value of a short line says its number; of a long one only the last, where the eye looks. */
function worthSaying(chart: Chart, values: readonly (number | null)[], at: number): boolean {
  if (chart.kind !== 'line' || values.length <= SHORT_LINE) return true;
  return at === values.findLastIndex((value) => value !== null);
}

/** Whether a number has room within its part of a stacked bar. */
function fits(value: number | null, most: number, room: number, outside: 'right' | 'top'): boolean {
  if (value === null) return false;
  const needed = outside === 'right' ? widthOf(grouped(value)) * LABEL + 12 : LABEL + 8;
  return (value / most) * room > needed;
}

/** The sum at the end of each stacked bar: a series without length that only carries the words. */
function sums(chart: Chart, outside: 'right' | 'top'): object[] {
  if (chart.kind !== 'stacked') return [];
  const all = totals(chart);
  return [
    {
      type: 'bar',
      stack: 'all',
      data: all.map(() => 0),
      label: {
        show: true,
        position: outside,
        ...words(),
        fontSize: LABEL,
        formatter: ({ dataIndex }: { dataIndex: number }) => grouped(all[dataIndex]!),
      },
    },
  ];
}

/** The longest number beside a bar decides how much room it has. */
function labelRoom(chart: Chart): number {
  const numbers =
    chart.kind === 'stacked'
      ? totals(chart)
      : chart.series.flatMap((one) => one.values).filter((value) => value !== null);
  return Math.max(2, ...numbers.map((value) => widthOf(grouped(value)))) * LABEL + 24;
}

function totals(chart: Chart): number[] {
  return chart.categories.map((_, i) => chart.series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0));
}

function noNegative(chart: Chart): { min?: number } {
  return chart.series.some((one) => one.values.some((value) => (value ?? 0) < 0)) ? {} : { min: 0 };
}

function everyNth(names: readonly string[], width: number): number {
  const widest = Math.max(...names.map(widthOf)) * SIZE + 20;
  return Math.max(0, Math.ceil((names.length * widest) / (width - 170)) - 1);
}

function legendRoom(chart: Chart): number {
  return chart.series.length > 1 ? 74 : 12;
}

function words(): object {
  return { fontFamily: FONT, fontSize: SIZE, color: INK };
}

/** 12345.678 as 12,345.68: at most two decimals, thousands grouped. */
function grouped(value: number): string {
  const [whole, rest] = String(Math.round(Math.abs(value) * 100) / 100).split('.');
  const sign = value < 0 ? '-' : '';
  return `${sign}${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}${rest ? `.${rest}` : ''}`;
}
