import type { Calendar, CalendarPeriod, DayText } from '../calendar/index.js';
import type {
  Official,
  Home,
  Holds,
  OpenItem,
  Proof,
  ItemProof,
  Away,
  Said,
  Shown,
  Replied,
  ProofQuery,
  Waiting,
} from '../core/duty-facts.js';
import type { DutyDefinition } from './schema.js';
import type { DutySettings, NudgeReplies } from './settings-schema.js';
import type { Addressee } from './schema-parts.js';

export type { Official, Home, Holds, OpenItem, Proof, ItemProof, Away, Said, Shown, Replied, ProofQuery };

/** The county at a moment: everything that dues are computed from. */
export interface Facts {
  people: readonly Official[];
  homes: readonly Home[];
  holds: readonly Holds[];
  away: readonly Away[];
  items: readonly OpenItem[];
  itemProofs: readonly ItemProof[];
  said: readonly Said[];
  replied: readonly Replied[];
  /** What people saw in lists that they asked for, of late. */
  shown?: readonly Shown[] | undefined;
  waiting?: Waiting | undefined;
  /** The first day somebody answered for something here: what was due before it is nobody's fault. */
  since?: DayText | undefined;
  proofs(query: ProofQuery): readonly Proof[];
}

export interface Subject {
  kind: 'unit' | 'village' | 'town' | 'person' | 'item' | 'record' | 'office';
  id: string;
  title: string;
}

export interface DuePerson {
  personId: string;
  name: string;
  as: Addressee;
}

/** done: in time or late (`doneAt`); late: past its deadline and still wanted; unsigned: reported, but not signed. */
export type DueState = 'open' | 'done' | 'late' | 'unsigned' | 'waived';

/** One thing due. Computed, never stored. */
export interface Due {
  duty: string;
  subject: Subject;
  period: CalendarPeriod;
  opensAt: Date;
  dueAt: Date;
  state: DueState;
  doneAt?: Date | undefined;
  doneBy?: readonly string[] | undefined; // ids of records
  people: readonly DuePerson[];
  rest?: readonly string[] | undefined; // households that are still missing, by code
  total?: number | undefined; // of how many
  done?: number | undefined; // how many times so far, where more than one is wanted
  times?: number | undefined; // of how many
  changed?: string | undefined; // state unsigned: when what is to be signed was last changed
  item?: OpenItem | undefined;
  hint?: string | undefined; // said beside its name in a to-do
  soft: boolean;
  priority: number;
}

/** Every duty with what holds for all of them. */
export interface DutyBook {
  duties: readonly DutyDefinition[];
  settings: DutySettings;
  calendar: Calendar;
}

/** Everything that `intents` says about duties. */
export type Duties = DutyBook & { replies: NudgeReplies };
