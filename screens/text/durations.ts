import prettyMilliseconds from 'pretty-ms';

/** Seconds in the operator's words: `0.4 s`, `3 m 20 s`, `2 h 5 m`. */
export function durationText(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const text = prettyMilliseconds(Math.round(seconds) * 1000, { unitCount: 2, secondsDecimalDigits: 0 });
  return text.replaceAll(/(\d)([a-z])/g, '$1 $2');
}

/** Whole seconds as on a clock: `1:04:09`. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** How long ago an ISO time was, seen from `now` in ms: `4 m ago`, `just now`. */
export function agoText(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (!(seconds >= 1)) return 'just now';
  const text = prettyMilliseconds(Math.round(seconds) * 1000, { compact: true });
  return `${text.replaceAll(/(\d)([a-z])/g, '$1 $2')} ago`;
}

/** The hour and minute of a moment in local time: `03:57`. */
export function hourText(moment: number): string {
  const date = new Date(moment);
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Hour, minute and second of an ISO time in local time, as a log line begins. */
export function logTime(iso: string): string {
  return `${hourText(Date.parse(iso))}:${String(new Date(iso).getSeconds()).padStart(2, '0')}`;
}
