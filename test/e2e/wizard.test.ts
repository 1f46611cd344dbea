import { beforeAll, expect, test, vi } from 'vitest';
import { buildProgram, privateFolder } from '../support/program.ts';
import { startInTerminal } from '../support/pty.ts';

// Whole processes and servers: a busy machine takes its time.
vi.setConfig({ testTimeout: 240_000 });
beforeAll(buildProgram, 180_000);

const enter = '\r';

/** From the sample's Connect screen to a verified run, as an operator does it. */
async function migrate(terminal: ReturnType<typeof startInTerminal>): Promise<void> {
  await terminal.waitFor('Enter estimate');
  terminal.send(enter);
  await terminal.waitFor('fits');
  terminal.send(enter);
  await terminal.waitFor('✔ GO');
  terminal.send('g');
  await terminal.waitFor('Type the name');
  terminal.send('postgres');
  await terminal.waitFor('postgres▏');
  terminal.send(enter);
  await terminal.waitFor('VERIFIED');
}

test('the sample moves from Welcome to Done by keyboard alone, and the summary stays after leaving', async () => {
  const terminal = startInTerminal(privateFolder(), [], { columns: 80, rows: 24 });
  await terminal.waitFor('Rehearse on the built-in sample');
  terminal.send(enter);
  await migrate(terminal);
  terminal.send('f');
  await terminal.waitFor('step 7/7 Done');
  terminal.send('q');
  expect(await terminal.ended).toBe(0);
  // The alternate screen is gone, and the cursor is back where the shell goes on.
  expect(terminal.screen()).toMatch(/cutover: run [0-9a-f]{8}/);
  expect(terminal.screen()).toMatch(/^ {4}Generated columns .* is immutable\n {6}in truth/m);
  expect(terminal.screen()).not.toContain('step 7/7');
});

test('R on Verify can be called off, and rolls back when it is not', async () => {
  const terminal = startInTerminal(privateFolder(), ['demo', '--scale', '0.02'], { columns: 120, rows: 40 });
  await migrate(terminal);
  terminal.send('R');
  await terminal.waitFor('call it off');
  terminal.send('x');
  await terminal.waitFor('R roll back');
  terminal.send('R');
  await terminal.waitFor('ROLLED BACK');
  terminal.send(enter);
  await terminal.waitFor('step 7/7 Done');
  terminal.send('q');
  expect(await terminal.ended).toBe(5);
});
