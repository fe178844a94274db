import type { AskedPerson } from '../../../src/core/asked.js';
import type {
  Book,
  Closing,
  FigureTrace,
  IssueLine,
  IssuePage,
  ItemList,
  ItemPage,
  RecordList,
  RecordPage,
  Waiting,
  Wire,
} from '../../../src/web/desk/wire.js';
import { call } from '../api.js';

export type { Book, ItemList, ItemPage, RecordList, RecordPage };
export type Line = Wire<IssueLine>;
export type NextIssue = Wire<Closing>;
export type Issue = Wire<IssuePage>;
export type Trace = Wire<FigureTrace>;
export type Waits = Wire<Waiting>;
export type Behind = RecordPage['message'];

export type Query = Record<string, string | undefined>;

/** An address of the desk in somebody's name. */
export function deskUrl(path: string, as: string, query: Query = {}): string {
  const params = new URLSearchParams({ as });
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  return `/api/desk${path}?${params.toString()}`;
}

/** What the page asks of the server in the name of `as`. */
export const deskApi = (as: string) => {
  const get = <T>(path: string, query?: Query) => call<T>('GET', deskUrl(path, as, query));
  const post = <T>(path: string, body: unknown) => call<T>('POST', deskUrl(path, as), body);
  return {
    as,
    book: () => get<Book>('/book'),
    items: (ledger: string, query: Query) => get<ItemList>(`/ledgers/items/${ledger}`, query),
    records: (kind: string, query: Query) => get<RecordList>(`/ledgers/records/${kind}`, query),
    record: (id: string) => get<RecordPage>(`/records/${id}`),
    item: (id: string) => get<ItemPage>(`/items/${id}`),
    issues: () => get<Line[]>('/issues'),
    closings: () => get<NextIssue[]>('/closings'),
    issue: (id: string) => get<Issue>(`/issues/${id}`),
    figure: (id: string, query: Query) => get<Trace>(`/issues/${id}/figure`, query),
    order: (id: string, order: { name: string; rest?: string; revision: number }) =>
      post<{ say: string; done: boolean }>(`/issues/${id}/orders`, order),
    asked: (week?: string) => get<{ week: string; people: AskedPerson[] }>('/asked', { week }),
    waiting: () => get<Waits>('/waiting'),
    settle: (what: 'questions' | 'deliveries' | 'failed', id: string, decision?: string) =>
      post<{ done: boolean }>(`/${what}/${id}`, { decision }),
  };
};
export type DeskApi = ReturnType<typeof deskApi>;
