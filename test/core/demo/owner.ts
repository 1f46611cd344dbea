import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServerFolder } from '../../../core/demo/folder.ts';
import { startServer } from '../../../core/demo/servers.ts';

// A program that owns a server, or a folder with a stand-in for a server. It says what it has, and ends in the way
// that its second argument asks for.
const { folder, pid } = process.argv[2] === 'server' ? await startServer() : await startStandIn();
process.stdout.write(`${JSON.stringify({ folder, pid })}\n`);

switch (process.argv[3]) {
  case 'throw':
    throw new Error('the owner has a defect');
  case 'exit':
    process.exit(3);
    break;
  case 'wait':
    process.stdin.resume();
    break;
  case 'return':
    break;
  default:
    throw new Error('the second argument says how to end: throw, exit, wait or return');
}

/** Far quicker than a server, and just as much in need of a guard. */
async function startStandIn() {
  const folder = await createServerFolder(undefined);
  const standIn = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  await once(standIn, 'spawn');
  standIn.unref();
  folder.setPostmaster(standIn.pid);
  return { folder: folder.path, pid: standIn.pid };
}
