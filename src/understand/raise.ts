import type { HouseholdIndex } from '../core/household.js';
import type { WorkRecord } from '../core/records.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { newDraft, type Draft, type Value, valueAt } from './draft.js';
import { passes, passesIn } from './gate.js';
import { registerIn } from './register.js';
import type { Span } from './span.js';
import type { Finished } from './finished.js';

/** The risks that anything in a message may show; most messages show none. */
function risksIn(message: Message, compiled: Compiled): Compiled['risks'] {
  return (message.risks ??= compiled.risks.filter((r) => passes(message, r.gate)));
}

/** The risk that a clause of the message shows, if any. */
export function riskOf(span: Span, message: Message, compiled: Compiled): string | undefined {
  let text: string | undefined;
  for (const r of risksIn(message, compiled)) {
    if (!passesIn(message, r.gate, span.from, span.to)) continue;
    text ??= message.text.slice(span.from, span.to);
    if (r.signals.test(text) && !(r.not && r.not.test(text))) return r.risk;
  }
  return undefined;
}

/** Whether any clause shows a risk. */
export function showsRisk(message: Message, compiled: Compiled): boolean {
  return risksIn(message, compiled).length > 0 && message.clauses.some((c) => riskOf(c, message, compiled));
}

/** The name at the front of a clause that belongs to no record of its own. */
function whoIn(message: Message, text: Value, compiled: Compiled, kind: string): Value | undefined {
  const body = message.text.slice(text.from, text.to);
  for (const pattern of compiled.byId.get(kind)?.subjects ?? []) {
    pattern.lastIndex = 0;
    const at = pattern.exec(body)?.indices?.groups?.['v'];
    if (at && at[0] <= 6)
      return {
        value: body.slice(at[0], at[1]),
        from: text.from + at[0],
        to: text.from + at[1],
        rule: 'subject:written',
        certainty: 'stated',
      };
  }
  return undefined;
}

/** "发现邻居田春秀家漏雨" in the record of somebody else: the household of the register that the clause is about. */
function otherIn(text: Value, draft: Draft, message: Message, households: HouseholdIndex): Value | undefined {
  const own = draft.values.get('householdId')?.value;
  if (own === undefined) return undefined;
  const found = registerIn(message, households).names.find(
    ({ from, to, households: those }) =>
      from >= text.from &&
      to < text.to &&
      /[家户]/.test(message.text[to]!) &&
      !/[。;\n]/.test(message.text.slice(text.from, from)) &&
      those.every((one) => one.code !== own),
  );
  return found && valueAt(found, found.name, 'subject:register', 'stated');
}

/** What a clause shows against a state that the same record claims ("住房安全 … 西屋墙裂了"): the claim becomes doubtful. */
export function contradict(
  kind: CompiledKind,
  finished: readonly Finished[],
  message: Message,
  compiled: Compiled,
): void {
  const rule = kind.def.raises;
  const states = kind.roles.states;
  if (!rule || !states || Object.keys(rule.denies).length === 0 || risksIn(message, compiled).length === 0)
    return;
  for (const { draft, record } of finished) {
    if (!claims(draft, `${states.name}.`)) continue;
    for (const text of textsOf(rule.from, draft, message)) {
      const risk = riskOf(text, message, compiled);
      if (risk === undefined) continue;
      const pattern = rule.denies[risk];
      const name = `${states.name}.${risk}`;
      const claim = draft.values.get(name);
      if (
        pattern === undefined ||
        claim?.value !== 'met' ||
        !compiled.regexp(pattern).test(message.text.slice(text.from, text.to))
      )
        continue;
      draft.values.set(name, valueAt(claim, 'doubtful', claim.rule, claim.certainty));
      (record[states.name] as Record<string, unknown>)[risk] = 'doubtful';
      draft.contradicted = [...(draft.contradicted ?? []), risk];
    }
  }
}

/** Whether a draft has any state that is met. */
function claims(draft: Draft, prefix: string): boolean {
  for (const [name, { value }] of draft.values) if (value === 'met' && name.startsWith(prefix)) return true;
  return false;
}

/** The text fields that are named, and (*) the rest of what was said of the record. */
function textsOf(from: readonly string[], draft: Draft, message: Message): Value[] {
  const out: Value[] = [];
  for (const f of from) {
    if (f !== '*') out.push(...(draft.lists.get(f) ?? []));
    else
      for (const { quote, to } of draft.stretches)
        if (quote !== undefined)
          out.push(valueAt({ from: quote, to }, message.plain.slice(quote, to), 'risk', 'stated'));
  }
  return out;
}

/** Records of another kind that the texts of these records give rise to: one a record and risk, with the clause as its detail. */
export function raise(
  kind: CompiledKind,
  finished: readonly Finished[],
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): { record: WorkRecord; draft: Draft }[] {
  const rule = kind.def.raises;
  if (!rule || risksIn(message, compiled).length === 0) return [];
  const out: { record: WorkRecord; draft: Draft }[] = [];
  // "屋顶漏雨，已修好": what follows at once takes it back.
  const isSolved = ({ to }: Value): boolean =>
    rule.solved !== undefined && compiled.regexp(rule.solved).test(message.text.slice(to, to + 30));
  for (const { draft } of finished) {
    const seen = new Set<string>();
    const subject = rule.subject.map((f) => draft.values.get(f)).find((v) => v !== undefined);
    for (const text of textsOf(rule.from, draft, message)) {
      const risk = riskOf(text, message, compiled);
      if (risk === undefined || seen.has(risk) || isSolved(text)) continue;
      seen.add(risk);
      const raised = newDraft(rule.kind, text.from);
      raised.values.set('risk', valueAt(text, risk, 'risk', text.certainty));
      const other = otherIn(text, draft, message, households);
      const who = other ?? subject ?? whoIn(message, text, compiled, rule.kind);
      if (who) raised.values.set('subject', who);
      for (const place of other ? [] : ['village', 'group']) {
        const v = draft.values.get(place);
        if (v && v.certainty === 'stated') raised.values.set(place, v);
      }
      raised.values.set('detail', valueAt(text, text.value, 'risk', text.certainty));
      const record: WorkRecord = { kind: rule.kind };
      for (const [name, { value }] of raised.values) record[name] = value;
      out.push({ record, draft: raised });
    }
  }
  return out;
}
