import { Text } from 'ink';
import { memo, type ReactNode } from 'react';

interface Props {
  /** A sign in front, with a colour of its own. */
  readonly sign?: string;
  readonly signColor?: string;
  readonly text: string;
  readonly color?: string;
  readonly dim?: boolean;
  readonly bold?: boolean;
  /** Draws `❯` in front of a list's selected line; left out for lines that are in no list. */
  readonly selected?: boolean;
}

/** One line of a screen. Drawn again only when its words change. */
export const Line = memo(function Line({ sign, signColor, text, color, dim, bold, selected }: Props): ReactNode {
  return (
    <Text
      wrap="truncate-end"
      dimColor={dim === true && selected !== true}
      bold={bold === true || selected === true}
      {...(color !== undefined && { color })}
    >
      {selected === undefined ? '' : selected ? <Text color="cyan">{'❯ '}</Text> : '  '}
      {sign === undefined ? '' : <Text {...(signColor !== undefined && { color: signColor })}>{`${sign} `}</Text>}
      {text === '' ? ' ' : text}
    </Text>
  );
});
