import { Alert, Spin } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { api, saysOf, type WirePerson } from '../api.js';
import { IdentitySwitch } from '../chat/identity.js';
import { BOT_ID } from '../names.js';
import { useNarrow } from '../ui/use-narrow.js';
import type { Go } from '../use-route.js';
import { deskApi } from './api.js';
import { AskedView } from './asked.js';
import { DeskContext, useLoad } from './context.js';
import { IssueList } from './issue-list.js';
import { IssueView } from './issue.js';
import { ItemView } from './item.js';
import { LedgerIndex } from './ledger-index.js';
import { LedgerList } from './ledger-list.js';
import { RecordView } from './record.js';
import { WaitingView } from './waiting.js';
import './desk.css';

const ME = 'me';

/** The clerk's pages, in the name of somebody of the list of officials. */
export function Desk({ path, go }: { path: string; go: Go }) {
  const [people, setPeople] = useState<WirePerson[] | string>();
  const [chosen, setChosen] = useState(localStorage.getItem(ME));
  useEffect(() => {
    api.people().then(
      (all) => setPeople(all.filter((one) => one.id !== BOT_ID)),
      (error: unknown) => setPeople(saysOf(error)),
    );
  }, []);
  if (people === undefined) return <Spin className="center" />;
  if (typeof people === 'string') return <Alert type="warning" showIcon title={people} />;
  const as = people.find((one) => one.id === chosen)?.id ?? people[0]?.id;
  if (as === undefined) return <Alert type="info" showIcon title="还没有人：先导入干部名册" />;
  const choose = (id: string) => {
    localStorage.setItem(ME, id);
    setChosen(id);
  };
  return <DeskOf key={as} as={as} people={people} choose={choose} path={path} go={go} />;
}

function DeskOf(props: {
  as: string;
  people: WirePerson[];
  choose: (id: string) => void;
  path: string;
  go: Go;
}) {
  const { as, people, choose, path, go } = props;
  const narrow = useNarrow();
  const desk = useMemo(() => deskApi(as), [as]);
  const [book] = useLoad(() => desk.book(), [desk]);
  const [, section = '', first, second] = path.split('?')[0]!.split('/');
  const [stamp, setStamp] = useState(0);
  const view = useMemo(
    () => book.data && { api: desk, book: book.data, go, stamp, touch: () => setStamp((n) => n + 1) },
    [book.data, desk, go, stamp],
  );
  useEffect(() => {
    const title = { issues: '简报', asked: '提醒', waiting: '待审' }[section] ?? '台账';
    document.title = `${title} · 村村报`;
  }, [section]);

  const listed = section === 'ledgers' || section === 'records' || section === 'items';
  const atList = (listed && !first) || (section === 'issues' && !first);
  return (
    <div className="desk">
      <div className="desk-top">
        <span className="dim">身份</span>
        <IdentitySwitch people={people} value={as} onChange={choose} label="以谁的身份看" below />
        {book.data && <span className="dim ellipsis">可看：{book.data.viewer.place}</span>}
      </div>
      {book.failed && <Alert type="warning" showIcon title={book.failed} className="desk-alert" />}
      {!book.failed && !view && <Spin className="center" />}
      {view && (
        <DeskContext value={view}>
          <div className={narrow ? 'desk-body' : 'desk-body desk-wide'}>
            {listed && (!narrow || atList) && <LedgerIndex path={path} />}
            {section === 'issues' && (!narrow || atList) && <IssueList open={first} />}
            {!(narrow && atList) && (
              <main className="desk-main" key={section + (first ?? '')}>
                {section === 'ledgers' && first && second && (
                  <LedgerList key={`${first}/${second}`} type={first} id={second} path={path} />
                )}
                {section === 'ledgers' && !first && <p className="desk-hint">从左边选一本台账</p>}
                {section === 'records' && first && <RecordView key={first} id={first} />}
                {section === 'items' && first && <ItemView key={first} id={first} />}
                {section === 'issues' && first && <IssueView key={first} id={first} />}
                {section === 'issues' && !first && <p className="desk-hint">从左边选一期</p>}
                {section === 'asked' && <AskedView />}
                {section === 'waiting' && <WaitingView />}
              </main>
            )}
          </div>
        </DeskContext>
      )}
    </div>
  );
}
