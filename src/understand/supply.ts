import type { HouseholdIndex } from '../core/household.js';
import type { Check } from '../core/records.js';
import type { CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import type { Draft, Value } from './draft.js';
import type { Finished } from './finished.js';

/** What holds where nothing is said: the signature, the day of sending, the sender, what the definition says. */
export function supply(
  kind: CompiledKind,
  draft: Draft,
  message: Message,
  households: HouseholdIndex,
  checks: Check[],
  missing: Finished['missing'],
): void {
  for (const field of kind.roles.supplied) {
    if (
      field.def.signature &&
      message.signature &&
      !draft.values.has(field.name) &&
      !draft.lists.has(field.name)
    ) {
      const { name, nameFrom, all = [{ name, from: nameFrom }] } = message.signature;
      const signed = (one: { name: string; from: number }): Value => ({
        value: one.name,
        from: one.from,
        to: one.from + one.name.length,
        rule: 'signature',
        certainty: 'stated',
      });
      if (field.def.type === 'persons') draft.lists.set(field.name, all.map(signed));
      else draft.values.set(field.name, signed({ name, from: nameFrom }));
    }
    if (
      field.def.type === 'village' &&
      field.def.shared &&
      !draft.values.has(field.name) &&
      message.signature?.unit
    ) {
      const unit = message.signature.unit;
      const place = households.villageAt(message.text, message.signature.unitFrom);
      if (place && unit.startsWith(place.written))
        draft.values.set(field.name, {
          value: place.village,
          from: message.signature.unitFrom,
          to: message.signature.unitFrom + place.written.length,
          rule: 'signature',
          certainty: 'implied',
        });
    }
    if (field.def.otherwise !== undefined && !draft.values.has(field.name))
      draft.values.set(field.name, {
        value: field.def.otherwise,
        from: draft.from,
        to: draft.from,
        rule: 'otherwise',
        certainty: 'implied',
      });
    if (draft.values.has(field.name) || field.def.default === undefined) continue;
    if (field.def.default === 'sent-day') {
      // A day was given, but it cannot be: it is not the day of sending either.
      if (draft.uncertain.has(field.name)) {
        missing.push({ field: field.name });
        continue;
      }
      draft.values.set(field.name, {
        value: message.day,
        from: 0,
        to: 0,
        rule: 'sent-day',
        certainty: 'implied',
      });
      if (kind.def.checks.some((c) => c.code === 'date-assumed')) checks.push({ code: 'date-assumed' });
    } else if (field.def.default === 'mention') {
      const m = message.mentions.find((x) => !/所有人|全体|小助手/.test(x.name));
      if (m)
        draft.values.set(field.name, {
          value: m.name,
          from: m.from,
          to: m.to,
          rule: 'mention',
          certainty: 'stated',
        });
    } else if (field.def.default === 'images') {
      if (message.images > 0)
        draft.values.set(field.name, {
          value: message.images,
          from: 0,
          to: 0,
          rule: 'images',
          certainty: 'stated',
        });
    } else if (field.def.default === 'sender' && message.input.sender) {
      draft.values.set(field.name, {
        value: message.input.sender,
        from: 0,
        to: 0,
        rule: 'sender',
        certainty: 'implied',
      });
    }
  }
}
