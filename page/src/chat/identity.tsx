import { Select } from 'antd';
import { shownName, type Who } from '../names.js';
import { Avatar } from '../ui/avatar.js';

/** For whom one writes. Searches names and group nicknames. */
export function IdentitySwitch({
  people,
  value,
  onChange,
  label = '以谁的身份发言',
  below = false,
}: {
  people: Who[];
  value: string | undefined;
  onChange: (id: string) => void;
  label?: string;
  below?: boolean; // where the list opens
}) {
  const byId = new Map(people.map((p) => [p.id, p]));
  return (
    <Select
      className="identity"
      aria-label={label}
      variant="filled"
      value={value}
      onChange={onChange}
      popupMatchSelectWidth={240}
      placement={below ? 'bottomRight' : 'topLeft'}
      notFoundContent="没有这个人"
      options={people.map((p) => ({ value: p.id, label: shownName(p) }))}
      showSearch={{
        filterOption: (input, option) => {
          const who = byId.get(String(option?.value));
          return (
            who !== undefined &&
            `${who.name} ${shownName(who)}`.toLowerCase().includes(input.trim().toLowerCase())
          );
        },
      }}
      optionRender={(option) => <Person who={byId.get(String(option.value))} size={26} full />}
      labelRender={(label) => <Person who={byId.get(String(label.value))} size={22} />}
    />
  );
}

function Person({ who, size, full = false }: { who: Who | undefined; size: number; full?: boolean }) {
  if (!who) return null;
  return (
    <span className="identity-person">
      <Avatar who={who} size={size} />
      <span className="ellipsis">{shownName(who)}</span>
      {full && who.alias && who.alias !== who.name && <span className="dim">{who.name}</span>}
    </span>
  );
}
