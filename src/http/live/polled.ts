/**
 * Repeats a look: at each nudge at once, else after the pause. Looks never overlap; a nudge during a look brings
 * another one after it. A look that fails is simply tried again, since the next one may find the store back.
 */
export class Polled {
  private isStopped = false;
  private isLooking = false;
  /** A nudge came during a look. */
  private isNudged = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly look: () => Promise<void>,
    private readonly pauseMs: number,
  ) {
    this.nudge();
  }

  nudge(): void {
    if (this.isStopped) return;
    if (this.isLooking) {
      this.isNudged = true;
      return;
    }
    clearTimeout(this.timer);
    void this.lookOnce();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private async lookOnce(): Promise<void> {
    this.isLooking = true;
    this.isNudged = false;
    await this.look().catch(() => undefined);
    this.isLooking = false;
    this.afterLook();
  }

  private afterLook(): void {
    if (this.isStopped) return;
    if (this.isNudged) this.nudge();
    else
      this.timer = setTimeout(() => {
        this.nudge();
      }, this.pauseMs);
  }
}
