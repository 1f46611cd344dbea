import { Text } from 'ink';
import { type ReactNode, useMemo, useState } from 'react';
import type { CommandResult } from '../core/index.ts';
import { ConfirmByName } from './components/ConfirmByName.tsx';
import { ErrorPanel } from './components/ErrorPanel.tsx';
import { Frame } from './components/Frame.tsx';
import { Line } from './components/Line.tsx';
import { ScrollList } from './components/ScrollList.tsx';
import { TextField } from './components/TextField.tsx';
import { Working } from './components/Working.tsx';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, keys, movement } from './keys.ts';
import { fit, wrapLines } from './text/width.ts';
import { blocks, type ChecklistFacts, type ChecklistRow, checklistRows, goOf, rowWords } from './views/checklist.ts';

interface Props {
  readonly facts: ChecklistFacts;
  readonly result: CommandResult | undefined;
  /** Name of the target database: what the operator types to give the GO. */
  readonly targetDatabase: string;
  readonly onTick: (item: string) => void;
  /** The operator's word that a backup was taken elsewhere, or its taking back. */
  readonly onTickBackup: () => void;
  readonly onOverride: (check: string, reason: string) => void;
  readonly onGo: () => void;
  readonly onAgain: () => void;
  readonly onBack: () => void;
}

/** What was checked and with which evidence, what only people can know, and the verdict: GO or NO-GO. */
export function Checklist({
  facts,
  result,
  targetDatabase,
  onTick,
  onTickBackup,
  onOverride,
  onGo,
  onAgain,
  onBack,
}: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const rows = useMemo(() => checklistRows(facts), [facts]);
  const verdict = goOf(facts);
  const red = facts.checks.some((check) => blocks(check, facts.overrides));
  const [selectedId, setSelectedId] = useState<string>();
  const [asking, setAsking] = useState<'nothing' | 'reason' | 'go' | 'reading'>('nothing');
  const [note, setNote] = useState<string>();
  const [readFrom, setReadFrom] = useState(0);
  // Rows change their places while checks end: the selection stays with its row, not with its number.
  const selected = Math.max(
    0,
    rows.findIndex((row) => row.id === selectedId),
  );
  const row = rows[selected];
  const words = useMemo(
    () => (row === undefined ? [] : rowWords(row).flatMap((part) => wrapLines(part, columns))),
    [row, columns],
  );
  const close = (): void => setAsking('nothing');
  const read = (): void => {
    setReadFrom(0);
    setAsking('reading');
  };
  const go = (): void => {
    if (!verdict.go) setNote(`${verdict.text}.`);
    else if (targetDatabase === '') setNote('The target does not answer: r checks again.');
    else setAsking('go');
  };
  const tick = (): void => {
    if (row?.kind === 'manual') onTick(row.item);
    else if (row?.check.id === 'backup' && !facts.busy) onTickBackup();
    else setNote('The tool checks this one itself: r looks again.');
  };
  const override = (): void => {
    if (row?.kind === 'check' && blocks(row.check, facts.overrides)) setAsking('reason');
    else setNote('Only a red blocker can be overridden: select one first.');
  };
  const detailRows = bodyRows > 24 ? 10 : 5;
  // The verdict, a note and the rule take a line each.
  const listRows = Math.max(1, bodyRows - detailRows - 3);
  const readRows = Math.max(1, bodyRows - 2);
  const lastRead = Math.max(0, words.length - readRows);
  const bindings: readonly Binding[] =
    asking === 'reading'
      ? [
          { key: keys.read, hint: 'close', help: 'Back to the list', run: close },
          { key: keys.back, help: 'Back to the list', run: close },
          ...(lastRead > 0 ? [{ key: keys.move, hint: 'scroll', help: 'More of the text', run: () => undefined }] : []),
          ...movement(Math.min(readFrom, lastRead), lastRead + 1, readRows, setReadFrom),
        ]
      : asking === 'nothing'
        ? [
            {
              key: keys.go,
              ...(verdict.go && { hint: 'GO' }),
              help: 'GO: asks for the name of the target database',
              run: go,
            },
            { key: keys.enter, help: 'The same as g', run: go },
            { key: keys.toggle, hint: 'tick', help: 'Ticks the selected manual item', run: tick },
            {
              key: keys.override,
              ...(red && { hint: 'override' }),
              help: 'Goes on in spite of a red blocker, with a reason for the report',
              run: override,
            },
            {
              key: keys.read,
              ...(words.length > detailRows && { hint: 'read all' }),
              help: 'The selected line in full: its evidence, and what to do',
              run: read,
            },
            {
              key: keys.again,
              hint: 'check again',
              help: 'Runs every check again',
              run: () => !facts.busy && onAgain(),
            },
            { key: keys.move, hint: 'move', help: 'Select another line', run: () => undefined },
            { key: keys.back, hint: 'back', help: 'Back to Estimate', run: onBack },
            ...movement(selected, rows.length, listRows, (index) => {
              setNote(undefined);
              setSelectedId(rows[index]?.id);
            }),
          ]
        : [
            { key: keys.enter, hint: asking === 'go' ? 'begin' : 'take it', help: '', run: close },
            { key: keys.back, hint: 'leave it', help: '', run: close },
          ];
  if (asking === 'reading' && row !== undefined) {
    const from = Math.min(readFrom, lastRead);
    return (
      <Frame title="Checklist" step={4} bindings={bindings}>
        <Line text={row.kind === 'manual' ? row.item : `${row.mark.sign} ${row.check.title}`} bold />
        <Line text={'─'.repeat(Math.min(columns, 24))} dim />
        {words.slice(from, from + readRows).map((line, index) => (
          <Line key={`${from + index}`} text={line} />
        ))}
      </Frame>
    );
  }
  return (
    <Frame title="Checklist" step={4} bindings={bindings} captured={asking !== 'nothing'}>
      <Text bold color={verdict.go ? 'green' : 'red'} wrap="truncate-end">
        {verdict.go ? '✔' : '✖'} {verdict.text}
      </Text>
      <Line text={note ?? ''} color="yellow" />
      <ScrollList
        count={rows.length}
        selected={selected}
        rows={listRows}
        row={(index) => <Row row={rows[index]} selected={index === selected} />}
      />
      <Line text={'─'.repeat(Math.min(columns, 24))} dim />
      {asking === 'go' ? (
        <ConfirmByName
          name={targetDatabase}
          of="the target database"
          columns={columns}
          onConfirm={onGo}
          onCancel={close}
        />
      ) : asking === 'reason' && row?.kind === 'check' ? (
        <>
          <Line text={`Overriding ${row.check.id}: the reason goes into the report, with your name.`} bold />
          <TextField
            label="reason:"
            columns={columns}
            onSubmit={(reason) => {
              close();
              if (reason.trim() === '') setNote('Nothing was overridden: a reason is needed.');
              else onOverride(row.check.id, reason.trim());
            }}
            onCancel={close}
          />
        </>
      ) : result?.error !== undefined && !facts.busy && result.outcome === 'failed' ? (
        <ErrorPanel error={result.error} columns={columns} rows={detailRows} />
      ) : (
        <Detail words={words} rows={detailRows} />
      )}
    </Frame>
  );
}

function Row({ row, selected }: { readonly row: ChecklistRow | undefined; readonly selected: boolean }): ReactNode {
  if (row === undefined) return null;
  if (row.kind === 'manual') {
    return (
      <Line
        selected={selected}
        sign={row.mark.sign}
        signColor={row.mark.color}
        text={`${fit(row.mark.word, 9)}${row.ticked ? '[x]' : '[ ]'} ${row.item}`}
      />
    );
  }
  if (row.check.state === 'running')
    return <Working selected={selected} text={`${fit('checking', 9)}${row.check.title}`} />;
  const word = row.override === undefined ? row.mark.word : 'overrule';
  const detail = row.check.detail === '' ? '' : `: ${row.check.detail}`;
  return (
    <Line
      selected={selected}
      sign={row.mark.sign}
      signColor={row.mark.color}
      text={`${fit(word, 9)}${row.check.title}${detail}`}
    />
  );
}

/** The beginning of the selected line's words; the last line says where there are more. */
function Detail({ words, rows }: { readonly words: readonly string[]; readonly rows: number }): ReactNode {
  const shown = words.length > rows ? words.slice(0, rows - 1) : words;
  return (
    <>
      {shown.map((line, index) => (
        <Line key={`${index} ${line}`} text={line} />
      ))}
      {words.length > rows ? <Line text={`… ${words.length - shown.length} more lines: v reads them`} dim /> : null}
    </>
  );
}
