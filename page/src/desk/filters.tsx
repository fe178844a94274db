import { Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { Query } from './api.js';
import { useDesk } from './context.js';

const DAY = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Days of a period by its name, both included, as of today in county time. */
export function daysOf(period: string, now: number = Date.now()): { from?: string; to?: string } {
  const today = new Date(now + 8 * 3600_000);
  const [y, m] = [today.getUTCFullYear(), today.getUTCMonth()];
  if (period === 'week') {
    const monday = today.getTime() - ((today.getUTCDay() + 6) % 7) * DAY;
    return { from: iso(monday), to: iso(monday + 6 * DAY) };
  }
  if (period === 'month') return { from: iso(Date.UTC(y, m, 1)), to: iso(Date.UTC(y, m + 1, 0)) };
  if (period === 'year') return { from: `${y}-01-01`, to: `${y}-12-31` };
  return {};
}

const PERIODS = [
  { value: '', label: '全部' },
  { value: 'week', label: '本周' },
  { value: 'month', label: '本月' },
  { value: 'year', label: '本年' },
  { value: 'days', label: '自选' },
];

/** Narrows a list: place, period, state, words. What is chosen stands in the address. */
export function Filters({
  query,
  states,
  onChange,
}: {
  query: Query;
  states: { value: string; label: string }[];
  onChange: (next: Query) => void;
}) {
  const { book } = useDesk();
  const [words, setWords] = useState(query['words'] ?? '');
  const towns = [...new Set(book.places.map((one) => one.town))];
  const value = [query['town'], query['village']].filter(Boolean).join('/');
  const set = (next: Query) => onChange({ ...query, offset: undefined, ...next });
  const period = query['period'] ?? '';
  return (
    <div className="filters">
      <Select
        aria-label="范围"
        value={value}
        className="filter-place"
        showSearch
        popupMatchSelectWidth={220}
        onChange={(place: string) => {
          const [town, village] = place.split('/');
          set({ town: town || undefined, village });
        }}
        options={[
          { value: '', label: book.viewer.county ? '全县' : '全部范围' },
          ...towns.map((town) => ({
            label: town,
            title: town,
            options: [
              { value: town, label: town },
              ...book.places
                .filter((one) => one.town === town)
                .map((one) => ({ value: `${town}/${one.village}`, label: one.village })),
            ],
          })),
        ]}
      />
      <Select
        aria-label="状态"
        value={query['state'] ?? ''}
        className="filter-state"
        popupMatchSelectWidth={140}
        onChange={(state: string) => set({ state: state || undefined })}
        options={states}
      />
      <Segmented
        aria-label="时段"
        options={PERIODS}
        value={period}
        onChange={(next) => set({ period: next || undefined, from: undefined, to: undefined })}
      />
      {period === 'days' && (
        <span className="filter-days">
          {(['from', 'to'] as const).map((end) => (
            <Input
              key={end}
              type="date"
              aria-label={end === 'from' ? '从' : '到'}
              value={query[end] ?? ''}
              onChange={(event) => set({ [end]: event.target.value || undefined })}
            />
          ))}
        </span>
      )}
      <Input.Search
        className="filter-words"
        placeholder="户主、名称、编号"
        aria-label="查找"
        value={words}
        allowClear
        onChange={(event) => setWords(event.target.value)}
        onSearch={(text) => set({ words: text.trim() || undefined })}
      />
    </div>
  );
}
