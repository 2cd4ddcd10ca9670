/** How often each call came, how often it was throttled, and the busiest second of each. */
export class CallCounts {
  readonly calls: Record<string, number> = {};
  readonly throttled: Record<string, number> = {};
  readonly peakPerSecond: Record<string, number> = {};
  overBudget = 0;
  private readonly lastSecond = new Map<string, number[]>();

  came(call: string): void {
    this.calls[call] = (this.calls[call] ?? 0) + 1;
    const now = Date.now();
    const recent = (this.lastSecond.get(call) ?? []).filter((at) => at > now - 1000);
    recent.push(now);
    this.lastSecond.set(call, recent);
    this.peakPerSecond[call] = Math.max(this.peakPerSecond[call] ?? 0, recent.length);
  }

  wasThrottled(call: string): void {
    this.throttled[call] = (this.throttled[call] ?? 0) + 1;
  }
}
