/** A length of time as people say it: `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`, `2 d 3 h`. */
export function durationWords(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${two(Math.floor(seconds % 60))} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${two(minutes % 60)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How long ago, roughly: `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function agoWords(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** A limit in whole units, without what is zero: `7 d`, `15 min`, `1 h 30 min`. */
export function spanWords(seconds: number): string {
  const units = [
    { word: 'd', seconds: 86_400 },
    { word: 'h', seconds: 3600 },
    { word: 'min', seconds: 60 },
    { word: 's', seconds: 1 },
  ];
  let left = Math.round(seconds);
  const parts = units.flatMap(({ word, seconds: size }) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return parts.length === 0 ? '0 s' : parts.join(' ');
}
