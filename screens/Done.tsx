import { type ReactNode, useMemo, useState } from 'react';
import { Frame } from './components/Frame.tsx';
import { Headline, headlineLines } from './components/Headline.tsx';
import { Line } from './components/Line.tsx';
import { ScrollList } from './components/ScrollList.tsx';
import { useViewport } from './hooks/useViewport.ts';
import { type Binding, keys, movement } from './keys.ts';
import { outcomeHeadline } from './text/headline.ts';
import { marks } from './text/marks.ts';
import { wrapLines } from './text/width.ts';
import { type DoneFacts, doneSections } from './views/done.ts';

interface Props {
  readonly facts: DoneFacts;
  readonly onQuit: () => void;
  readonly onWelcome: () => void;
}

/** Rows that an item may take: a command that is cut off is of no use. */
const longestItem = 6;

/** What was moved, what is left to do, and how long there is a way back. */
export function Done({ facts, onQuit, onWelcome }: Props): ReactNode {
  const { columns, bodyRows } = useViewport();
  const [top, setTop] = useState(0);
  const lines = useMemo(
    () =>
      doneSections(facts).flatMap((section) => [
        { title: true, text: section.title },
        ...section.lines.flatMap((text) =>
          wrapLines(text, columns - 2, longestItem).map((line) => ({ title: false, text: `  ${line}` })),
        ),
      ]),
    [facts, columns],
  );
  const { result } = facts;
  const { mark, text } = result === undefined ? { mark: marks.bad, text: 'NOTHING WAS RUN' } : outcomeHeadline(result);
  const rows = bodyRows - 1 - headlineLines(text, columns).length;
  const bindings: readonly Binding[] = [
    { key: keys.enter, hint: 'leave', help: 'Leaves; the summary is printed', run: onQuit },
    ...(lines.length > rows ? [{ key: keys.move, hint: 'scroll', help: 'Scrolls', run: () => undefined }] : []),
    { key: keys.welcome, hint: 'Welcome', help: 'Back to Welcome', run: onWelcome },
    ...movement(top, Math.max(1, lines.length - rows + 1), rows, setTop),
  ];
  return (
    <Frame title="Done" step={7} bindings={bindings}>
      <Headline sign={mark.sign} color={mark.color} text={text} columns={columns} />
      <Line text="" />
      <ScrollList
        count={lines.length}
        selected={top + Math.floor(Math.min(rows, lines.length) / 2)}
        rows={rows}
        row={(index) => {
          const line = lines[index];
          return line === undefined ? null : <Line text={line.text} bold={line.title} />;
        }}
      />
    </Frame>
  );
}
