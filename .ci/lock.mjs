// A lock between processes: a file that its holder touches while it lives. One that was not touched for a while belongs
// to a dead process, whatever became of its process id.
import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const touchEveryMs = 1_000;
const deadAfterMs = 10_000;

/** Waits for the lock and takes it; calls `onWait` once where it has to. Returns the function that gives it back. */
export async function takeLock(file, onWait) {
  const token = `${process.pid} ${Date.now()}`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      fs.writeFileSync(file, token, { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (attempt === 0) onWait();
    removeIfDead(file);
    await wait(200);
  }
  const beat = setInterval(() => whereItIsThere(() => fs.utimesSync(file, new Date(), new Date())), touchEveryMs);
  beat.unref();
  const giveBack = () => {
    clearInterval(beat);
    whereItIsThere(() => {
      if (fs.readFileSync(file, 'utf8') === token) fs.unlinkSync(file);
    });
  };
  process.once('exit', giveBack);
  return giveBack;
}

function removeIfDead(file) {
  const aside = `${file}.${process.pid}`;
  const isDead = (path) => Date.now() - fs.statSync(path).mtimeMs > deadAfterMs;
  whereItIsThere(() => {
    if (!isDead(file)) return;
    // Of several waiters one moves the dead lock. One that comes late has moved the new holder's, and puts it back.
    fs.renameSync(file, aside);
    if (!isDead(aside)) fs.linkSync(aside, file);
    fs.unlinkSync(aside);
  });
}

/** Another process may take the file away at any time: that is no error. */
function whereItIsThere(action) {
  try {
    action();
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}
