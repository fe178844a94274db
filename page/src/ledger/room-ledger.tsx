import { Empty } from 'antd';
import type { WireEntry } from '../api.js';
import { separatorTime } from '../time.js';
import { SideSheet } from '../ui/side-sheet.js';
import { RecordCard } from './record-card.js';

/** What the group's messages put on record lately, newest first. */
export function RoomLedger({
  open,
  entries,
  onClose,
}: {
  open: boolean;
  entries: WireEntry[];
  onClose: () => void;
}) {
  const kept = entries.filter((e) => e.records.length > 0);
  return (
    <SideSheet title="本群记录" open={open} width={440} onClose={onClose}>
      {kept.length === 0 ? (
        <Empty description="本群还没有记录" />
      ) : (
        kept.map((entry) => (
          <div key={entry.message} className="story">
            <p className="dim">
              {entry.sender} · {separatorTime(entry.sentAt)}
            </p>
            {entry.records.map((record) => (
              <RecordCard key={record.id} record={record} />
            ))}
          </div>
        ))
      )}
    </SideSheet>
  );
}
