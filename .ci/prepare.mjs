// Makes a clone ready to run: installs what the lockfile names, then builds dist/. Does nothing where both are done.
//
// Runs before `npm start`, `npm test` and `npm run check`, on whatever Node the machine has (18 or newer) and with
// nothing installed: nothing in this folder imports anything but Node's own modules.
import { build, isBuilt } from './build.mjs';
import { inRoot, killChild, say } from './child.mjs';
import { install, isInstalled } from './install.mjs';
import { takeLock } from './lock.mjs';

let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isStopped = true;
    // npm would first end the stage that it is in, which takes long; a half-done install is begun anew the next time.
    if (!killChild()) process.exit(130);
  });
}

try {
  if (!isInstalled() || !isBuilt()) {
    // `npm start` and `npm test` may begin at once in one clone.
    const giveBack = await takeLock(inRoot('.prepare.lock'), () => {
      say('another process prepares this clone; waiting for it …');
    });
    if (!isInstalled()) await install();
    await build();
    giveBack();
  }
} catch (error) {
  if (!isStopped) say(`the clone could not be made ready: ${error.message}`);
  process.exitCode = isStopped ? 130 : 1;
}
