import { RobotOutlined } from '@ant-design/icons';
import type { WireRoom } from '../api.js';
import { BOT_ID, colourOf, initialsOf, speakers, type Who } from '../names.js';

/** A picture made of the name: nothing is fetched, everybody looks the same everywhere. */
export function Avatar({ who, size = 40 }: { who: Who; size?: number }) {
  const bot = who.id === BOT_ID;
  return (
    <span
      className={bot ? 'avatar avatar-bot' : 'avatar'}
      style={{
        width: size,
        height: size,
        fontSize: size * (bot ? 0.55 : 0.36),
        ...(bot ? {} : { background: colourOf(who.id) }),
      }}
      aria-hidden
    >
      {bot ? <RobotOutlined /> : initialsOf(who.name)}
    </span>
  );
}

/** A group's picture: its first four members, as in WeChat. */
export function RoomAvatar({ room, size = 44 }: { room: WireRoom; size?: number }) {
  const shown = speakers(room).slice(0, 4);
  const side = (size - 7) / 2;
  return (
    <span className="avatar-room" style={{ width: size, height: size }} aria-hidden>
      {shown.map((m) => (
        <span
          key={m.id}
          style={{ width: side, height: side, fontSize: side * 0.52, background: colourOf(m.id) }}
        >
          {[...m.name].at(-1)}
        </span>
      ))}
    </span>
  );
}
