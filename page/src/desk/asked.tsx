import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Empty } from 'antd';
import { useState } from 'react';
import { useDesk, useLoad } from './context.js';
import { Head, Shown } from './parts.js';

const DAY = 86_400_000;

/** The Monday of a week such as 2026-W20 (ISO 8601). */
function mondayOf(week: string): number {
  const [year, number] = week.split('-W').map(Number) as [number, number];
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY + (number - 1) * 7 * DAY;
}

/** The week some weeks away: 2026-W20, 1 → 2026-W21. */
export function weekFrom(week: string, weeks: number): string {
  const thursday = new Date(mondayOf(week) + weeks * 7 * DAY + 3 * DAY);
  const year = thursday.getUTCFullYear();
  const number = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY / 7) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

const said = (ms: number): string => `${new Date(ms).getUTCMonth() + 1}月${new Date(ms).getUTCDate()}日`;

/** How many times each person was asked within a week, and why. By unit and name: this is about the bot, not about them. */
export function AskedView() {
  const { api } = useDesk();
  const [week, setWeek] = useState<string>();
  const [asked] = useLoad(() => api.asked(week), [api, week]);
  return (
    <>
      <Head title="本周问了谁几次">
        {asked.data && (
          <span className="weeks">
            <Button
              icon={<LeftOutlined />}
              aria-label="上一周"
              onClick={() => setWeek(weekFrom(asked.data!.week, -1))}
            />
            <span>
              {said(mondayOf(asked.data.week))}–{said(mondayOf(asked.data.week) + 6 * DAY)}
            </span>
            <Button
              icon={<RightOutlined />}
              aria-label="下一周"
              onClick={() => setWeek(weekFrom(asked.data!.week, 1))}
            />
          </span>
        )}
      </Head>
      <p className="dim desk-sub">
        数的是小助手打扰大家的次数：私下的待办提醒，和报送后的追问。不是对人的考核，也不排名。
      </p>
      <Shown of={asked}>
        {({ people }) =>
          people.length === 0 ? (
            <Empty className="desk-empty" description="这一周没有问过人" />
          ) : (
            <ul className="list asked">
              {[...people]
                .sort((a, b) => `${a.unit}${a.person}`.localeCompare(`${b.unit}${b.person}`, 'zh'))
                .map((one) => (
                  <li key={one.unit + one.person} className="list-row">
                    <span className="list-top">
                      <span className="list-title">
                        {one.person} <small className="dim">{one.unit}</small>
                      </span>
                      <span className="dim">
                        待办 {one.todos} 次{one.questions > 0 && `，追问 ${one.questions} 次`}
                      </span>
                    </span>
                    <span className="dim list-under">
                      {one.why
                        .map((why) => `${why.title}${why.times > 1 ? ` ${why.times} 次` : ''}`)
                        .join(' · ')}
                    </span>
                  </li>
                ))}
            </ul>
          )
        }
      </Shown>
    </>
  );
}
