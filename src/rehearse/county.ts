import { AppError } from '../core/errors.js';
import { newId } from '../core/ids.js';
import { readRosterFile } from '../roster/file.js';
import { settleIn } from '../store/outbox-many.js';
import { importRoster } from '../store/roster.js';
import type { Scratch } from './scratch.js';
import { REHEARSAL } from './chat.js';

/** The county a rehearsal plays in: register of households, list of officials. */
export interface CountyFiles {
  roster?: string | undefined;
  people?: string | undefined;
}

/** Imports the registers as the clerk would; rejected rows are told through `tell`, one line each. */
export async function importCounty(
  scratch: Scratch,
  files: CountyFiles,
  now: Date,
  tell: (line: string) => void,
): Promise<void> {
  const wanted = [
    { file: files.roster, kind: 'households', option: '--roster' },
    { file: files.people, kind: 'people', option: '--people' },
  ] as const;
  for (const { file, kind, option } of wanted) {
    if (file === undefined) continue;
    const parsed = await readRosterFile(file);
    if (parsed.kind !== kind)
      throw new AppError(
        'roster-kind',
        `${option} ${file}: holds ${parsed.kind === 'people' ? 'officials' : 'households'}, not ${kind === 'people' ? 'officials' : 'households'}`,
      );
    await importRoster(scratch.store.prisma, scratch.sealer, parsed, { actor: REHEARSAL, now });
    for (const { row, cause } of parsed.rejected) tell(`${file}:${row} ${cause}`);
  }
  await meetPeople(scratch);
  await settleIn(scratch.store.prisma);
}

/** Whoever has a name of their own can be written to in private from the start, as if they had the bot among their contacts. */
async function meetPeople({ store }: Scratch): Promise<void> {
  const people = await store.prisma.person.findMany({ where: { active: true } });
  const named = new Map<string, number>();
  for (const { name } of people) named.set(name, (named.get(name) ?? 0) + 1);
  const contacts = people.map((person) => ({
    id: newId(),
    personId: person.id,
    name: person.name,
    externalId: named.get(person.name) === 1 ? person.name : `${person.name}(${person.unit})`,
  }));
  await store.prisma.contact.createMany({
    data: contacts.map(({ id, personId, name }) => ({ id, personId, name, gateway: REHEARSAL })),
  });
  await store.prisma.contactAddress.createMany({
    data: contacts.map(({ id, externalId }) => ({ contactId: id, externalId, gateway: REHEARSAL })),
  });
}
