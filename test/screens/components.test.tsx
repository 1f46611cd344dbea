import { render } from 'ink-testing-library';
import { afterEach, expect, test, vi } from 'vitest';
import { Bar, barText } from '../../screens/components/Bar.tsx';
import { Choice } from '../../screens/components/Choice.tsx';
import { ConfirmByName } from '../../screens/components/ConfirmByName.tsx';
import { Countdown } from '../../screens/components/Countdown.tsx';
import { columnWidths, DataTable } from '../../screens/components/DataTable.tsx';
import { ErrorPanel } from '../../screens/components/ErrorPanel.tsx';
import { KeyHints } from '../../screens/components/KeyHints.tsx';
import { ScrollList, visible } from '../../screens/components/ScrollList.tsx';
import { TextField } from '../../screens/components/TextField.tsx';
import { Line } from '../../screens/components/Line.tsx';
import { ClockContext } from '../../screens/hooks/useClock.ts';
import { keys } from '../../screens/keys.ts';
import { createTestClock } from '../support/clock.ts';

const shown: { unmount: () => void }[] = [];
afterEach(() => {
  for (const instance of shown.splice(0)) instance.unmount();
});

/** Renders, and gives plain text of the last frame. */
function show(tree: Parameters<typeof render>[0]) {
  const instance = render(tree);
  shown.push(instance);
  return {
    // Select Graphic Rendition: ESC [ … m
    text: () => (instance.lastFrame() ?? '').replaceAll(/\u001b\[[\d;]*m/g, ''),
    press: (text: string) => instance.stdin.write(text),
    frames: instance.frames,
  };
}

/** Frames come in a moment; a busy machine may take many. */
const eventually = (look: () => void) => vi.waitFor(look, { timeout: 20_000 });
const seen = (text: () => string, wanted: string) => eventually(() => expect(text()).toContain(wanted));

test('a bar is full only when all is done, and empty only when nothing is', () => {
  expect([barText(0, 4), barText(0.5, 4), barText(0.999, 4), barText(1, 4), barText(7, 4)]).toEqual([
    '░░░░',
    '██░░',
    '███░',
    '████',
    '████',
  ]);
  expect(show(<Bar share={0.5} width={4} />).text()).toBe('██░░');
});

test('a list makes only the rows in sight, whatever its length', () => {
  const made: number[] = [];
  const { text } = show(
    <ScrollList
      count={10_000}
      selected={5000}
      rows={4}
      row={(index) => {
        made.push(index);
        return <Line text={`row ${index}`} />;
      }}
    />,
  );
  expect(text()).toBe('row 4998\nrow 4999\nrow 5000\nrow 5001');
  expect(new Set(made).size).toBe(4);
});

test('the selected row is always in sight', () => {
  expect([visible(10, 0, 4), visible(10, 5, 4), visible(10, 9, 4), visible(2, 1, 4), visible(0, 0, 4)]).toEqual([
    { from: 0, to: 4 },
    { from: 3, to: 7 },
    { from: 6, to: 10 },
    { from: 0, to: 2 },
    { from: 0, to: 0 },
  ]);
});

test('a table has one line a row, with the open column as wide as there is room', () => {
  const { text } = show(
    <DataTable
      columns={[
        { title: 'table', cell: (row: { name: string; rows: string }) => row.name },
        { title: 'rows', width: 6, align: 'right', cell: (row) => row.rows },
      ]}
      items={[
        { name: 'public.a_table_with_a_very_long_name', rows: '12' },
        { name: 'two\nlines', rows: '3' },
      ]}
      width={34}
      rows={5}
      selected={1}
      sign={() => ({ sign: '✔', color: 'green' })}
    />,
  );
  expect(text()).toMatchInlineSnapshot(`
    "    table                     rows
      ✔ public.a_table_with_a_…     12
    ❯ ✔ two · lines                  3"
  `);
  expect(columnWidths([{ title: 'a' }, { title: 'b', width: 5 }], 20)).toEqual([14, 5]);
});

test('the key line shows as many keys as fit, and the help always', () => {
  const binding = (key: (typeof keys)[keyof typeof keys], hint: string) => ({
    key,
    hint,
    help: '',
    run: () => undefined,
  });
  const all = [binding(keys.enter, 'go on'), binding(keys.again, 'try again'), binding(keys.help, 'help')];
  expect(show(<KeyHints bindings={all} columns={40} />).text()).toBe('Enter go on  r try again  ? help');
  expect(show(<KeyHints bindings={all} columns={24} />).text()).toBe('Enter go on  ? help');
});

test('an error says what happened, its code, and what to do, within its lines', () => {
  const error = {
    code: 'connection.password',
    message: 'The password is wrong. '.repeat(9),
    hint: 'Correct it with e.',
  };
  const lines = show(<ErrorPanel error={error} columns={40} rows={4} />)
    .text()
    .split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.at(-1)).toBe('→ Correct it with e.');
});

test('a secret is typed in dots and handed over whole', async () => {
  const onSubmit = vi.fn<(value: string) => void>();
  const { text, press, frames } = show(
    <TextField label="password" masked columns={40} onSubmit={onSubmit} onCancel={() => undefined} />,
  );
  press('p@ss');
  await seen(text, '••••▏');
  press('\r');
  await eventually(() => expect(onSubmit).toHaveBeenCalledExactlyOnceWith('p@ss'));
  expect(frames.join('')).not.toContain('p@ss');
});

test('a held backspace takes away as many letters as it sends', async () => {
  const { text, press } = show(
    <TextField label="name" initial="postgres" columns={40} onSubmit={() => undefined} onCancel={() => undefined} />,
  );
  press('\u007f\u007f\u007f');
  await seen(text, 'postg▏');
  expect(text()).toBe('name postg▏');
});

test('letters and Enter that arrive as one are letters and Enter', async () => {
  const onSubmit = vi.fn<(value: string) => void>();
  const { press } = show(<TextField label="name" columns={40} onSubmit={onSubmit} onCancel={() => undefined} />);
  press('shop\r');
  await eventually(() => expect(onSubmit).toHaveBeenCalledExactlyOnceWith('shop'));
});

test('only the exact name confirms', async () => {
  const onConfirm = vi.fn<() => void>();
  const { text, press } = show(
    <ConfirmByName
      name="shop"
      of="the target database"
      columns={60}
      onConfirm={onConfirm}
      onCancel={() => undefined}
    />,
  );
  press('shop ');
  await seen(text, 'shop ▏');
  press('\r');
  await seen(text, 'nothing was started');
  expect(onConfirm).not.toHaveBeenCalled();
  press('\u007f');
  await seen(text, 'shop▏');
  press('\r');
  await eventually(() => expect(onConfirm).toHaveBeenCalledOnce());
});

test('a countdown acts once at its end, and a key called off earlier is final', async () => {
  const clock = createTestClock();
  const onDone = vi.fn<() => void>();
  const onCancel = vi.fn<() => void>();
  const tree = (
    <ClockContext value={clock}>
      <Countdown seconds={5} text="It happens" onDone={onDone} onCancel={onCancel} />
    </ClockContext>
  );
  const first = show(tree);
  await seen(first.text, 'It happens in 5 s');
  clock.advance(4999);
  expect(onDone).not.toHaveBeenCalled();
  clock.advance(251);
  expect(onDone).toHaveBeenCalledOnce();
  clock.advance(10_000);
  expect(onDone).toHaveBeenCalledOnce();

  const second = show(tree);
  await seen(second.text, 'It happens in 5 s');
  second.press('x');
  await eventually(() => expect(onCancel).toHaveBeenCalledOnce());
  clock.advance(10_000);
  expect(onDone).toHaveBeenCalledOnce();
});

test('keys that arrive in one read act one after the other', async () => {
  const runs: string[] = [];
  const options = ['a', 'b', 'c', 'd'].map((label) => ({ label, run: () => void runs.push(label) }));
  const { text, press } = show(<Choice question="Which?" options={options} onCancel={() => undefined} />);
  await seen(text, '❯ 1 a');
  press('\u001b[B\u001b[B\u001b[B\u001b[A');
  await seen(text, '❯ 3 c');
  press('k\r');
  await eventually(() => expect(runs).toEqual(['b']));
});

test('a question is answered by its digit, or by moving and Enter; Esc leaves it', async () => {
  const runs: string[] = [];
  const { text, press } = show(
    <Choice
      question="What now?"
      options={['first', 'second'].map((label) => ({ label, run: () => void runs.push(label) }))}
      onCancel={() => void runs.push('left')}
    />,
  );
  await seen(text, '❯ 1 first');
  press('\u001b[B');
  await seen(text, '❯ 2 second');
  press('\r');
  press('1');
  await eventually(() => expect(runs).toEqual(['second', 'first']));
  press('\u001b');
  await eventually(() => expect(runs).toEqual(['second', 'first', 'left']));
});
