import { join } from 'node:path';
import { pinyin } from 'pinyin-pro';
import { z } from 'zod';
import { shipped } from '../files/package-root.js';
import { AppError } from '../core/errors.js';
import { readRosterFile, type ParsedRoster } from './file.js';
import { readYaml } from '../files/yaml.js';

const roomsSchema = z.strictObject({
  kind: z.literal('demo-rooms'),
  rooms: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case letters, digits and -'),
        topic: z.string().min(1),
        members: z
          .array(z.strictObject({ person: z.string().min(1), as: z.string().min(1).optional() }))
          .min(1),
      }),
    )
    .min(1),
});

/** An invented county to begin with: its register, its officials and their groups. */
export interface Demo {
  households: Extract<ParsedRoster, { kind: 'households' }>;
  people: Extract<ParsedRoster, { kind: 'people' }>;
  /** The officials as contacts of the local groups; the bot is not among them. */
  contacts: { id: string; name: string }[];
  /** Members are ids of `contacts`; the bot is a member of every room. */
  rooms: { id: string; topic: string; members: { id: string; alias?: string }[] }[];
}

/** Throws an AppError where a file of the folder has a mistake: the demo has no rejected rows. */
export async function loadDemo(dir: string = shipped('demo')): Promise<Demo> {
  const households = await readRosterFile(join(dir, 'households.csv'));
  const people = await readRosterFile(join(dir, 'people.csv'));
  if (households.kind !== 'households')
    throw new AppError('demo-invalid', `${dir}/households.csv: expected a register of households`);
  if (people.kind !== 'people')
    throw new AppError('demo-invalid', `${dir}/people.csv: expected a list of people`);
  for (const { file, rejected } of [households, people]) {
    const [first] = rejected;
    if (first) throw new AppError('demo-invalid', `${dir}/${file}:${first.row} ${first.cause}`);
  }
  const contacts = people.people.map(({ name }) => ({ id: contactId(name), name }));
  const path = join(dir, 'rooms.yaml');
  const rooms = readYaml(path, roomsSchema, 'demo-invalid').rooms.map(({ id, topic, members }) => ({
    id,
    topic,
    members: members.map((member) => {
      const contact = contacts.find(({ name }) => name === member.person);
      if (!contact)
        throw new AppError('demo-invalid', `${path}: room ${id}: ${member.person} is not in people.csv`);
      return { id: contact.id, ...(member.as === undefined ? {} : { alias: member.as }) };
    }),
  }));
  for (const [what, ids] of [
    ['person', contacts],
    ['room', rooms],
  ] as const) {
    const twice = ids.find(({ id }, i) => ids.findIndex((other) => other.id === id) !== i);
    if (twice) throw new AppError('demo-invalid', `${dir}: the ${what} ${twice.id} is there twice`);
  }
  return { households, people, contacts, rooms };
}

/** 童瑶 → tongyao: an id that people can read and that stays the same. */
function contactId(name: string): string {
  return pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true }).join('');
}
