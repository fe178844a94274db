// Measures one part of a family of rows and sends them to the process that prints the table.
import { MEASURES } from './rows/index.js';

const [name, part, quick] = process.argv.slice(2);
try {
  process.send!(await MEASURES[name!]![Number(part)]!(quick === 'quick'));
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
