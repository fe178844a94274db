import { fieldName, inOrder, valueText } from '../labels.js';
import type { ItemPage } from './api.js';
import { useDesk, useLoad } from './context.js';
import { Card, dayText, Head, momentText, Shown, State, To } from './parts.js';
import { Said } from './record.js';

const ROLES: Record<string, string> = {
  owner: '责任人',
  leader: '责任领导',
  liaison: '联系人',
  unit: '责任单位',
  reviewer: '复核人',
  helper: '帮扶责任人',
};
const CLASSES: Record<string, string> = {
  immediate: '立行立改',
  focused: '集中整改',
  standing: '长期坚持',
};
/** The next day by which something is due; else what class of time it has. */
function dueText({ milestones, dueClass, closedAt }: ItemPage): string | undefined {
  const next = milestones.find((one) => one.due && !one.doneOn) ?? milestones.findLast((one) => one.due);
  if (next?.due) return `${dayText(next.due)}前${next.soft ? '（力争）' : ''}${closedAt ? '（已办结）' : ''}`;
  return dueClass === null ? undefined : CLASSES[dueClass];
}

/** Kept for the bot's own reckoning. */
const HIDDEN = new Set(['conflicts', 'reportedOn', 'claimedBy']);

/** One tracked thing: as it stands, who answers for it, and everything that happened to it with the words behind it. */
export function ItemView({ id }: { id: string }) {
  const { api } = useDesk();
  const [story] = useLoad(() => api.item(id), [api, id]);
  return <Shown of={story}>{(data) => <Story item={data} />}</Shown>;
}

function Story({ item }: { item: ItemPage }) {
  const { book } = useDesk();
  const ledger = book.ledgers.find((one) => one.id === item.ledger);
  const state = ledger?.states.find((one) => one.id === item.state);
  const title = (field: string) => ledger?.fields[field] ?? fieldName(field);
  const facts: [string, string][] = (
    [
      ['责任人', item.owner],
      ['责任领导', item.leader],
      ['牵头单位', item.leadUnit],
      ['责任单位', item.units.join('、')],
      ['户', item.household && `${item.household.householder}（${item.household.code}）`],
      ['地点', [item.town, item.village].filter(Boolean).join('')],
      ['期限', dueText(item)],
      ['来自方案', item.plan?.title],
      ...inOrder(item.data)
        .filter(([field]) => !HIDDEN.has(field))
        .map(([field, value]): [string, string] => [title(field), valueText(field, value)]),
      ['登记', momentText(item.openedAt)],
      ['办结', momentText(item.closedAt)],
    ] satisfies [string, string | null | undefined][]
  ).filter((one): one is [string, string] => Boolean(one[1]));
  return (
    <>
      <Head
        title={`${item.number === null ? '' : `${item.number}号 `}${item.title}`}
        back={`/ledgers/items/${item.ledger}`}
      >
        <State tone={item.closedAt ? 'good' : 'plain'}>{state?.title ?? item.state}</State>
      </Head>
      <p className="dim desk-sub">
        {ledger?.title ?? item.ledger}
        {item.discreet && ' · 不在群里提起'}
      </p>
      <div className="two">
        <Card title="现在">
          <dl className="values">
            {facts.map(([name, value]) => (
              <div key={name} className="field">
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          {item.milestones.length > 0 && (
            <ul className="milestones">
              {item.milestones.map((one) => (
                <li key={one.name + (one.due ?? '')} className={one.doneOn ? 'done' : undefined}>
                  {one.name || '完成'}
                  <span className="dim">
                    {one.due ? `${dayText(one.due)}前${one.soft ? '（力争）' : ''}` : '没有期限'}
                    {one.doneOn ? `，${dayText(one.doneOn)}完成` : ''}
                  </span>
                </li>
              ))}
            </ul>
          )}
          {(item.parent || item.tasks.length > 0) && (
            <p className="desk-sub">
              {item.parent && (
                <>
                  属于 <To to={`/items/${item.parent.id}`}>{item.parent.title}</To>
                </>
              )}
              {item.tasks.map((task) => (
                <span key={task.id} className="task">
                  <To to={`/items/${task.id}`}>{task.title}</To>
                </span>
              ))}
            </p>
          )}
          {item.people.length > 0 && (
            <p className="dim desk-sub">
              {item.people
                .map(
                  (one) =>
                    `${ROLES[one.role] ?? one.role}${one.name}（${dayText(one.since)}起${one.until ? `，到${dayText(one.until)}` : ''}）`,
                )
                .join('；')}
            </p>
          )}
        </Card>
        <Card title="经过">
          <ol className="timeline">
            {item.events.map((event) => (
              <li key={event.id} className={event.voided ? 'gone' : undefined}>
                <strong>{ledger?.events[event.type] ?? event.type}</strong>{' '}
                <span className="dim">
                  {event.actor} {momentText(event.at)}
                  {event.voided && ' · 已作废'}
                </span>
                {Object.keys(event.fields).length > 0 && (
                  <div className="dim">
                    {inOrder(event.fields)
                      .map(([field, value]) => `${title(field)}：${valueText(field, value)}`)
                      .join('；')}
                  </div>
                )}
                {event.message && (
                  <blockquote>
                    <Said message={event.message} />
                    <div className="quote-text">
                      {/[^…\s]/.test(event.message.text)
                        ? event.message.text
                        : '原话说的是别的户或别的事，这个身份不能看。'}
                    </div>
                  </blockquote>
                )}
                {event.recordId && event.message?.records.some((one) => one.id === event.recordId) && (
                  <To to={`/records/${event.recordId}`}>看依据</To>
                )}
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </>
  );
}
