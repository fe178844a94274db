import { isUnit, unitsOf, type UnitList } from './units.js';
import type { Vocabulary } from './vocabulary.js';

/** Who is responsible as a sentence says it; `at` is where the sentence ends. */
export interface ProseAssignment {
  at: number;
  list: UnitList;
  leader?: string;
}

/** What a clause says of its units: that they lead, or that they help. */
interface Clause {
  units: string[];
  leads: boolean;
  several: boolean;
}

/** "由县水利局牵头,县财政局配合": sentence by sentence, where one says who leads. */
export function proseIn(text: string, vocabulary: Vocabulary): ProseAssignment[] {
  return [...text.matchAll(/[^。;\n]+/gu)].flatMap(({ 0: sentence, index }) => {
    const clauses = sentence
      .split(',')
      .filter((clause) => clause !== '')
      .flatMap(
        (clause, i) => leadClause(clause, vocabulary) ?? (i > 0 ? helpClause(clause, vocabulary) : []),
      );
    const leader = leaderIn(sentence, vocabulary);
    const first = clauses.findIndex((clause) => clause.leads);
    if (first < 0 && leader === undefined) return [];
    // Who only helps says nothing about who leads; a person who leads does.
    const told = leader === undefined ? clauses.slice(first) : clauses;
    const leading = told.filter((clause) => clause.leads);
    const leads = [...new Set(leading.flatMap((clause) => clause.units))];
    const several = leads.length > 1 && (leading.length > 1 || leading.some((clause) => clause.several));
    const list: UnitList = {
      units: [...new Set([...leads, ...told.flatMap((clause) => clause.units)])],
      leads,
      ...(several && { several }),
    };
    return [{ at: index + sentence.length, list, ...(leader !== undefined && { leader }) }];
  });
}

/** The units right before 牵头, back to 由 or to the beginning of the clause. */
function leadClause(clause: string, vocabulary: Vocabulary): Clause | undefined {
  const word = vocabulary.leads.exec(clause);
  if (!word) return undefined;
  const before = clause.slice(0, word.index);
  const units = onlyUnits(before.slice(before.lastIndexOf('由') + 1).trim(), vocabulary);
  return units && { units, leads: true, several: vocabulary.several.test(clause) };
}

/** The units before 配合. */
function helpClause(clause: string, vocabulary: Vocabulary): Clause | [] {
  const word = vocabulary.supports.exec(clause);
  const units = word && onlyUnits(clause.slice(0, word.index).replace(/^由/u, ''), vocabulary);
  return units ? { units, leads: false, several: false } : [];
}

/** The units of a list that has nothing else. */
function onlyUnits(text: string, vocabulary: Vocabulary): string[] | undefined {
  const { units } = unitsOf(text, vocabulary);
  return units.length > 0 && units.every((unit) => isUnit(unit, vocabulary)) ? units : undefined;
}

/** 由副县长某某挂帅: the name, where one is written; 副县长负责牵头 has none. */
function leaderIn(sentence: string, vocabulary: Vocabulary): string | undefined {
  const name = vocabulary.personLeads.exec(sentence)?.[1];
  return name === undefined || vocabulary.notName.test(name) ? undefined : name;
}
