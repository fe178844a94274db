import { CheckCircleFilled, ExclamationCircleFilled, MinusCircleFilled } from '@ant-design/icons';
import type { WireEntry } from '../api.js';
import { CAUSES, fieldIn, fieldName, kindName } from '../labels.js';
import { openChecks } from './open-checks.js';
import type { Effect } from './use-entries.js';

export interface LedgerChipProps {
  entry: WireEntry | undefined; // what the message put on record
  effects: Effect[] | undefined; // what it changed in earlier records
  onOpen: () => void;
}

/** Under a bubble: what came of it, in a few words; opens the whole story. */
export function LedgerChip({ entry, effects, onOpen }: LedgerChipProps) {
  if (!entry && !effects) return null;
  const { tone, text } = entry ? summary(entry) : changed(effects!);
  const icon =
    tone === 'good' ? (
      <CheckCircleFilled />
    ) : tone === 'open' ? (
      <ExclamationCircleFilled />
    ) : (
      <MinusCircleFilled />
    );
  return (
    <button type="button" className={`chip chip-${tone}`} onClick={onOpen} aria-label={`理解：${text}`}>
      {icon}
      <span className="ellipsis">{text}</span>
    </button>
  );
}

function summary(entry: WireEntry): { tone: 'good' | 'open' | 'gone'; text: string } {
  if (entry.state === 'failed') return { tone: 'open', text: '处理失败' };
  const live = entry.records.filter((r) => r.state === 'active' || r.state === 'incomplete');
  if (entry.records.length > 0 && live.length === 0) return { tone: 'gone', text: '记录已撤销' };
  const kinds = new Map<string, number>();
  for (const { kind, called } of live) {
    const name = kindName(kind, called);
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  const parts = [...kinds].map(([kind, n]) => (n > 1 ? `${kind} ${n} 条` : kind));
  const missing = new Set([
    ...live.flatMap((r) => r.missing.map((field) => fieldIn(field, r.called))),
    ...(live.length ? [] : entry.missing.map(fieldName)),
  ]);
  if (missing.size) parts.push(`待补充：${[...missing].join('、')}`);
  const open = openChecks(entry).length;
  if (open) parts.push(`${open} 处需留意`);
  return { tone: missing.size || live.length === 0 ? 'open' : 'good', text: parts.join(' · ') || '理解' };
}

function changed(effects: Effect[]): { tone: 'good'; text: string } {
  const cause = effects[0]!.change.cause;
  const fields = [...new Set(effects.map((e) => fieldIn(e.change.field, e.record.called)))];
  return { tone: 'good', text: `${CAUSES[cause] ?? cause}：${fields.join('、')}` };
}
