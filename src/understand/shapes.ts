import type { FieldDefinition } from '../intents/schema.js';

type Whole<T> = { [K in keyof Required<T>]: T[K] };

/**
 * A field's definition with every key, always in this order. What looks at hundreds of fields for each message is
 * several times as fast where all of them are laid out alike.
 */
export function inOneShape(def: FieldDefinition): FieldDefinition {
  const whole: Whole<FieldDefinition> = {
    type: def.type,
    labels: def.labels,
    unit: def.unit,
    shared: def.shared,
    heads: def.heads,
    expected: def.expected,
    signature: def.signature,
    default: def.default,
    ranked: def.ranked,
    cases: def.cases,
    otherwise: def.otherwise,
    future: def.future,
    ahead: def.ahead,
    lasts: def.lasts,
    lone: def.lone,
    hidden: def.hidden,
    whole: def.whole,
    values: def.values,
    groups: def.groups,
    implies: def.implies,
    phrases: def.phrases,
    signals: def.signals,
    not: def.not,
    listed: def.listed,
    strip: def.strip,
    past: def.past,
    within: def.within,
    open: def.open,
  };
  return whole;
}
