/** How lengths of time are written, on the page and in the terminal. What has not passed yet is not counted. */

/** A length of time as exact as it matters: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 5 min`, `4 d 3 h`. */
export function durationWords(milliseconds: number): string {
  const tenths = Math.max(Math.floor(milliseconds / 100), 0);
  return tenths < 100 ? `${(tenths / 10).toFixed(1)} s` : spanWords(tenths / 10, 2);
}

const units = [
  { word: 'd', seconds: 86_400 },
  { word: 'h', seconds: 3600 },
  { word: 'min', seconds: 60 },
  { word: 's', seconds: 1 },
];

/** A time in whole units, without what is zero: `7 d`, `15 min`, `1 h 30 min`; at most so many units from the largest on. */
export function spanWords(seconds: number, most = units.length): string {
  const largest = units.findIndex((unit) => seconds >= unit.seconds);
  if (largest === -1) return '0 s';
  let left = seconds;
  const parts = units.slice(largest, largest + most).flatMap((unit) => {
    const count = Math.floor(left / unit.seconds);
    left -= count * unit.seconds;
    return count === 0 ? [] : [`${count} ${unit.word}`];
  });
  return parts.join(' ');
}
