import {
  AuditOutlined,
  BellOutlined,
  FileTextOutlined,
  MessageOutlined,
  ProfileOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Go } from '../use-route.js';
import { useNarrow } from './use-narrow.js';

const ROOMS = [
  { to: '/', at: /^\/($|\?|rooms|people)/, text: '群聊', icon: <MessageOutlined /> },
  { to: '/ledgers', at: /^\/(ledgers|records|items)/, text: '台账', icon: <ProfileOutlined /> },
  { to: '/issues', at: /^\/issues/, text: '简报', icon: <FileTextOutlined /> },
  { to: '/asked', at: /^\/asked/, text: '提醒', icon: <BellOutlined /> },
  { to: '/waiting', at: /^\/waiting/, text: '待审', icon: <AuditOutlined /> },
];

/** The way between the talk and the clerk's pages: a rail on the left, on a phone a bar below, which gives way to an open talk. */
export function Shell({ path, go, children }: { path: string; go: Go; children: ReactNode }) {
  const narrow = useNarrow();
  const inTalk = /^\/(rooms|people)\//.test(path);
  return (
    <div className={narrow ? 'shell shell-narrow' : 'shell'}>
      {!(narrow && inTalk) && (
        <nav className="rail" aria-label="栏目">
          {ROOMS.map(({ to, at, text, icon }) => (
            <a
              key={to}
              href={to}
              className={at.test(path) ? 'rail-link rail-here' : 'rail-link'}
              aria-current={at.test(path) ? 'page' : undefined}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                if (!(to === '/' && at.test(path))) go(to);
              }}
            >
              {icon}
              <span>{text}</span>
            </a>
          ))}
        </nav>
      )}
      <div className="shell-body">{children}</div>
    </div>
  );
}
