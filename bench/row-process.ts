// Measures one family of rows and sends them to the process that prints the table.
import { MEASURES } from './rows/index.js';

const [name, quick] = process.argv.slice(2);
try {
  process.send!(await MEASURES[name!]!(quick === 'quick'));
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}
