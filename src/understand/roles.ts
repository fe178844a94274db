import type { KindDefinition } from '../intents/schema.js';
import type { CompiledField, Roles } from './compiled.js';

/** Where and when: said in a heading ("桃坪村今日入户：") it holds for what stands below. */
const FRAME = new Set(['month', 'date', 'village', 'group', 'town']);
const PEOPLE = new Set(['persons', 'person']);
const PLACES = new Set(['town', 'village', 'group']);

export function rolesOf(def: KindDefinition, fields: readonly CompiledField[]): Roles {
  const those = (test: (def: CompiledField['def'], field: CompiledField) => boolean) =>
    fields.filter((field) => test(field.def, field));
  const key = def.key.map((name) => fields.find((f) => f.name === name)).find((f) => f !== undefined);
  return {
    key,
    household: fields.find((f) => f.def.type === 'household'),
    states: fields.find((f) => f.def.type === 'states'),
    people: those((d, f) => PEOPLE.has(d.type) && f !== key),
    places: those((d) => PLACES.has(d.type)),
    towns: those((d) => d.type === 'town'),
    sharedPlaces: those((d) => d.shared && PLACES.has(d.type)),
    heading: those((d) => d.heads || d.ranked || (d.shared && FRAME.has(d.type))),
    supplied: those(
      (d) =>
        d.signature ||
        (d.type === 'village' && d.shared) ||
        d.otherwise !== undefined ||
        d.default !== undefined,
    ),
    implying: those((d) => d.implies !== undefined),
    lasting: those((d) => d.lasts.length > 0),
    expected: those((d) => d.expected),
    cased: those((d) => d.cases.length > 0),
    doubted: those((d) => d.doubted.length > 0),
    ranked: those((d) => d.ranked),
    open: those((d) => d.open !== undefined),
    signalled: those((d) => d.signals.length > 0),
    shown: those((d) => !d.hidden),
  };
}
