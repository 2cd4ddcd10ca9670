/** Names have at most so many characters. */
const LONGEST = 63;

/** What another schedule of this job may be called: like the job, with a number behind it where that is taken. */
export function freeName(job: string, taken: readonly string[]): string {
  let name = job;
  for (let number = 2; taken.includes(name); number++) {
    const suffix = `-${number}`;
    name = `${job.slice(0, LONGEST - suffix.length)}${suffix}`;
  }
  return name;
}
