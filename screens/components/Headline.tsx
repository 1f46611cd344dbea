import { Text } from 'ink';
import type { ReactNode } from 'react';
import { wrapLines } from '../text/width.ts';

interface Props {
  readonly sign: string;
  readonly color: string;
  readonly text: string;
  readonly columns: number;
}

/** Lines that a headline takes in a terminal of this width: one or two. */
export function headlineLines(text: string, columns: number): readonly string[] {
  return wrapLines(text, columns - 2, 2);
}

/** The verdict of a screen: a sign, and a sentence of at most two lines. */
export function Headline({ sign, color, text, columns }: Props): ReactNode {
  return headlineLines(text, columns).map((line, index) => (
    <Text key={line} bold color={color} wrap="truncate-end">
      {index === 0 ? `${sign} ` : '  '}
      {line}
    </Text>
  ));
}
