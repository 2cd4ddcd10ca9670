/** A time as the JSON 1.1 protocol writes it: seconds with a fraction. */
export function epochSeconds(milliseconds: number): number;
export function epochSeconds(milliseconds: number | undefined): number | undefined;
export function epochSeconds(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
