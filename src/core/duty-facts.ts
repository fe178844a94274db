/** What duties are computed from: the county's people, households and ledgers as plain rows. */

/** An official of the roster, by our id. */
export interface Official {
  id: string;
  name: string;
  unit: string;
  post: string;
  role: string; // cadre | leader | clerk
  villages: readonly string[]; // villages or towns
}

/** A household as duties need it. */
export interface Home {
  code: string;
  town: string;
  village: string;
  householder: string;
  category: string;
  monitorKind: string;
  helper: string;
  guarantor: string;
  attributes: Readonly<Record<string, string>>; // only the columns that definitions name
}

/** Who answers for what, as it stands today. */
export interface Holds {
  personId: string | null;
  name: string;
  role: string; // helper | guarantor | village-cadre | town-cadre | leader | owner | liaison | clerk | cadre
  subjectKind: string; // household | village | town | unit | item
  subjectIds: readonly string[]; // household codes; 镇+村; towns; units; item ids
}

export interface OpenItem {
  id: string;
  ledger: string;
  key: string;
  number: number | null;
  title: string;
  state: string;
  data: Readonly<Record<string, unknown>>;
  owner: string | null;
  leader: string | null;
  leadUnit: string | null;
  units: readonly string[]; // those that work with it
  household: string | null; // its code in the register
  town: string | null;
  village: string | null;
  dueClass: string | null;
  nextDue: string | null;
  milestone: string | null; // the name of the one that is due next
  softMilestone: boolean; // 力争, 拟定
  later?: { name: string; due: string } | undefined; // the node after the one that is due next
  openedOn: string;
  updatedOn: string;
  closed: boolean;
  discreet: boolean;
}

/** A record (or several alike, of one household) as proof that something was done. */
export interface Proof {
  record: string; // id of one such record
  kind: string;
  on: string; // occurred on
  at: Date; // when it came in
  household?: string | undefined; // code
  town?: string | undefined;
  village?: string | undefined;
  unit?: string | undefined; // as written in the record
  subject?: string | undefined;
  personId?: string | undefined; // who reported it
  reporterUnit?: string | undefined;
  names: readonly string[]; // visitors, or people who took part, as written
  data: Readonly<Record<string, unknown>>; // only the fields that definitions name
  signedBy?: string | undefined; // person who signed it as it now stands
  changed?: string | undefined; // when it was last changed, where it was: what was signed before is signed no more
}

export interface ItemProof {
  item: string;
  type: string;
  at: Date;
  record?: string | undefined;
}

export interface Away {
  personId: string;
  standInId: string | null;
}

/** What waits for the office: questions nobody has answered, plans nobody has decided on. */
export interface Waiting {
  questions: readonly { number: number; text: string }[];
  plans: readonly { short: string; title: string }[];
}

/** A step that was said; whoever heard it hears it no second time. */
export interface Said {
  personId: string;
  duty: string;
  subject: string;
  period: string;
  step: string;
  at: Date;
}

/** Something due as a person saw it in a list that they had asked for. It is no step: it only need not be said again that day. */
export interface Shown {
  personId: string;
  duty: string;
  subject: string;
  period: string;
  state: string;
  at: Date;
}

export interface Replied {
  personId: string;
  duty: string;
  subject: string;
  period: string;
  kind: string; // id of the reply
  until: Date | null;
  at: Date;
}

/** What is asked of the ledger about one occurrence of a duty. */
export interface ProofQuery {
  kinds: readonly string[];
  /** Days on which it occurred, both included. */
  from: string;
  to: string;
  /** One row for each household and reporter is enough. */
  perHousehold: boolean;
  /** Fields of the record that are looked at. */
  fields: readonly string[];
}
