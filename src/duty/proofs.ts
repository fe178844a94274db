import { addDays, type CalendarPeriod } from '../calendar/index.js';
import type { DutyDefinition, EvidenceRule } from './schema.js';
import type { Bearer } from './subjects.js';
import type { Facts, ItemProof, Proof, ProofQuery, Replied } from './types.js';
import { fieldsOf, holds } from './where.js';

/** How far behind its period a record may come that says itself which period it belongs to. */
const LATE_DAYS = 60;
const ZERO = 'zero-report';

/** What counts as proof of one occurrence, ready to be asked for each bearer. */
export interface ProofIndex {
  /** Proof that the bearer has done it for the period of that key, none from before `since`, oldest first. */
  of(bearer: Bearer, key: string, since?: Date): Found[];
  /** Proof for each household of the bearer. */
  covering(bearer: Bearer, code: string): Found | undefined;
}

export interface Found {
  at: Date;
  record?: string | undefined;
  signedBy?: string | undefined;
  changed?: string | undefined;
}

/** The questions to the ledger that a duty leads to for one period. */
export function proofQueries(
  duty: DutyDefinition,
  period: CalendarPeriod,
): { rule: EvidenceRule; query: ProofQuery }[] {
  return duty.satisfiedBy
    .filter((rule) => rule.kinds !== undefined || rule.zero !== undefined)
    .map((rule) => ({
      rule,
      query: {
        kinds: [...(rule.kinds ?? []), ...(rule.zero === undefined ? [] : [ZERO])],
        from: period.from,
        to: addDays(period.to, rule.periodField === undefined ? rule.grace : Math.max(rule.grace, LATE_DAYS)),
        perHousehold: rule.match === 'household',
        fields: [
          ...new Set([
            ...fieldsOf(rule.where),
            ...(rule.periodField === undefined ? [] : [rule.periodField]),
            ...(rule.zero === undefined ? [] : ['item']),
          ]),
        ].sort(),
      },
    }));
}

export function proofIndex(duty: DutyDefinition, period: CalendarPeriod, facts: Facts): ProofIndex {
  const asked = proofQueries(duty, period).map(({ rule, query }) => ({
    rule,
    proofs: facts.proofs(query).filter((proof) => counts(rule, proof, period)),
  }));
  const byHome = new Map<string, { rule: EvidenceRule; proof: Proof }[]>();
  for (const { rule, proofs } of asked) {
    if (rule.match !== 'household') continue;
    for (const proof of proofs) {
      if (proof.household === undefined) continue;
      const list = byHome.get(proof.household);
      if (list) list.push({ rule, proof });
      else byHome.set(proof.household, [{ rule, proof }]);
    }
  }
  const events = eventsOf(duty, facts.itemProofs);
  const replies = repliesOf(duty, facts.replied);
  return {
    of(bearer, key, since) {
      const found: Found[] = asked.flatMap(({ rule, proofs }) =>
        rule.match === 'household'
          ? []
          : proofs.filter((proof) => concerns(rule, proof, bearer)).map(foundOf),
      );
      found.push(...(events.get(bearer.subject.id) ?? []).map(({ at, record }) => ({ at, record })));
      found.push(
        ...replies
          .filter((r) => r.subject === bearer.subject.id && r.period === key)
          .map(({ at }) => ({ at })),
      );
      if (!duty.every)
        for (const home of bearer.homes ?? [])
          found.push(
            ...(byHome.get(home.code) ?? [])
              .filter(({ rule, proof }) => byWhom(rule, proof, bearer))
              .map(({ proof }) => foundOf(proof)),
          );
      return found
        .filter(({ at }) => since === undefined || at >= since)
        .sort((a, b) => a.at.getTime() - b.at.getTime());
    },
    covering: (bearer, code) => {
      const proofs = (byHome.get(code) ?? [])
        .filter(({ rule, proof }) => byWhom(rule, proof, bearer))
        .map(({ proof }) => foundOf(proof));
      return proofs.reduce<Found | undefined>(
        (first, one) => (first && first.at <= one.at ? first : one),
        undefined,
      );
    },
  };
}

const foundOf = (proof: Proof): Found => ({
  at: proof.at,
  record: proof.record,
  signedBy: proof.signedBy,
  changed: proof.changed,
});

function counts(rule: EvidenceRule, proof: Proof, period: CalendarPeriod): boolean {
  if (proof.kind === ZERO && !rule.kinds?.includes(ZERO)) {
    const about = proof.data['item'];
    return rule.zero !== undefined && (typeof about !== 'string' || new RegExp(rule.zero, 'u').test(about));
  }
  if (rule.periodField !== undefined && proof.data[rule.periodField] !== undefined) {
    if (proof.data[rule.periodField] !== period.key) return false;
  } else if (proof.on < period.from || proof.on > addDays(period.to, rule.grace)) return false;
  return holds(rule.where, proof.data);
}

function concerns(rule: EvidenceRule, proof: Proof, bearer: Bearer): boolean {
  if (!byWhom(rule, proof, bearer)) return false;
  const { subject } = bearer;
  switch (rule.match) {
    case 'none':
      return true;
    case 'unit':
      return proof.unit !== undefined ? sameUnit(proof.unit, subject.id) : proof.reporterUnit === subject.id;
    case 'village':
    case 'town':
      return placed(rule.match, proof, bearer);
    case 'person':
      return proof.personId === subject.id || proof.names.includes(subject.title);
    case 'subject':
      return (
        proof.subject !== undefined &&
        [bearer.item?.key, bearer.item?.title, subject.title].includes(proof.subject)
      );
    case 'household':
      return false;
  }
}

function byWhom(rule: EvidenceRule, proof: Proof, { subject }: Bearer): boolean {
  return rule.by === 'anyone' || proof.personId === subject.id || proof.names.includes(subject.title);
}

function placed(level: 'village' | 'town', proof: Proof, { homes, subject, people }: Bearer): boolean {
  const town = homes?.[0]?.town ?? '';
  const sameTown = proof.town === undefined || proof.town === town;
  if (level === 'town')
    return proof.town === town || (proof.unit !== undefined && sameUnit(proof.unit, town));
  if (proof.village !== undefined) return proof.village === subject.title && sameTown;
  if (proof.unit !== undefined) return proof.unit.includes(subject.title);
  // Without a place of its own it speaks for where its reporter works.
  const own = people.some((p) => p.as === 'owner' && p.personId === proof.personId);
  return own || (proof.reporterUnit ?? '').includes(subject.title);
}

/** 水利局, 县水利局 and 临溪县水利局 are one; 青禾镇 speaks for 青禾镇政府. */
export function sameUnit(written: string, unit: string): boolean {
  const short = core(written);
  const long = core(unit);
  return (
    short.length >= 2 &&
    (short === long ||
      long.endsWith(short) ||
      (/[镇乡村]$/u.test(short) && long.startsWith(short) && BODY.test(long.slice(short.length))))
  );
}

const BODY = /^(?:人民)?(?:政府|党委|村委会?|村民委员会|工作队|驻村工作队)?$/u;
const core = (unit: string): string =>
  unit
    .replace(
      /^.{0,4}?(?:省|市|县|区)(?=.{2,}(?:局|办|办公室|委|部|中心|镇|乡|院|会|校|站|所|银行|公司)$)/u,
      '',
    )
    .replace(/^(?:市|县|区)(?=.{2})/u, '');

function eventsOf(duty: DutyDefinition, proofs: readonly ItemProof[]): Map<string, ItemProof[]> {
  const types = new Set(duty.satisfiedBy.flatMap((rule) => rule.events ?? []));
  const out = new Map<string, ItemProof[]>();
  if (types.size === 0) return out;
  for (const proof of proofs) {
    if (types.has(proof.type)) out.set(proof.item, [...(out.get(proof.item) ?? []), proof]);
  }
  return out;
}

function repliesOf(duty: DutyDefinition, replied: readonly Replied[]): Replied[] {
  const kinds = new Set(duty.satisfiedBy.flatMap((rule) => rule.reply ?? []));
  return kinds.size === 0 ? [] : replied.filter((r) => r.duty === duty.id && kinds.has(r.kind));
}
