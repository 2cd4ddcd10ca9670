const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LAST_TIME = 2 ** 48 - 1;

/** The smallest ULID that can have been made at this time. */
export function firstUlidOf(time: number): string {
  let rest = Math.min(Math.max(Math.floor(time), 0), LAST_TIME);
  let text = '';
  for (let place = 0; place < 10; place += 1) {
    text = DIGITS.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text + '0'.repeat(16);
}
