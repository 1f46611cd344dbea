import type { ReactNode } from 'react';
import { Frame } from './components/Frame.tsx';
import { Line } from './components/Line.tsx';
import { Working } from './components/Working.tsx';
import { useViewport } from './hooks/useViewport.ts';
import { keys } from './keys.ts';
import { wrapLines } from './text/width.ts';

interface Props {
  readonly text: string;
  readonly onBack: () => void;
}

/** The sample's servers are on their way up. */
export function Starting({ text, onBack }: Props): ReactNode {
  const { columns } = useViewport();
  const [first = '', ...more] = wrapLines(text, columns - 2, 3);
  return (
    <Frame
      title="Sample"
      bindings={[{ key: keys.back, hint: 'back', help: 'Back to Welcome; the servers end', run: onBack }]}
    >
      <Working text={first} />
      {more.map((line) => (
        <Line key={line} text={`  ${line}`} />
      ))}
      <Line text="" />
      <Line text="Nothing of yours is touched." dim />
    </Frame>
  );
}
