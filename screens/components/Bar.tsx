import { Text, useIsScreenReaderEnabled } from 'ink';
import type { ReactNode } from 'react';
import { percentText } from '../text/sizes.ts';

interface Props {
  /** 0 to 1; more than 1 is drawn as full. */
  readonly share: number;
  readonly width: number;
  readonly color?: string;
}

/** A share as a bar, or as per cent for a screen reader. */
export function Bar({ share, width, color }: Props): ReactNode {
  const reader = useIsScreenReaderEnabled();
  if (reader) return <Text>{percentText(share)}</Text>;
  return <Text {...(color !== undefined && { color })}>{barText(share, width)}</Text>;
}

/** `████░░░░`. Full only when all of it is done. */
export function barText(share: number, width: number): string {
  const whole = Math.max(0, width);
  const bounded = Math.min(1, Math.max(0, share));
  const filled = bounded >= 1 ? whole : Math.min(Math.max(0, whole - 1), Math.floor(bounded * whole));
  return '█'.repeat(filled) + '░'.repeat(whole - filled);
}
