import { runProgram } from './program.js';
import { readerGone } from './support.js';

// Whoever reads our answer may stop reading (| head): that is no fault, and what was started is stopped in order.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (!readerGone(error)) process.exit(1);
});

await runProgram(process.argv);
