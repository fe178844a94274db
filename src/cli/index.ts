import { runProgram } from './program.js';

// Whoever reads our answer may stop reading (| head): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

await runProgram(process.argv);
