import type { CallEffect, ChaosPlan, LogRule, Match, TaskRule } from './chaos-plan.js';

/** What a rule's `match` is compared with. */
export type Subject = { cluster?: string; startedBy?: string; family?: string; image?: string };

export type CallChaos = { readonly effect: CallEffect; readonly match: Match | undefined };

/** Keeps count of how often each rule of a plan has had its chance. */
export class Chaos {
  private plan: ChaosPlan = {};
  private chances = new Map<object, number>();

  /** Replaces the plan; counters start again. */
  set(plan: ChaosPlan): void {
    this.plan = plan;
    this.chances = new Map();
  }

  forCall(operation: string, subjects: readonly Subject[]): CallChaos | undefined {
    const rule = (this.plan.calls ?? []).find(
      (one) =>
        (one.operation === operation || one.operation === '*') &&
        (one.match === undefined || subjects.some((subject) => matches(one.match, subject))) &&
        this.itsTurn(one),
    );
    return rule && { effect: rule.then, match: rule.match };
  }

  forTask(subject: Subject): TaskRule {
    return (this.plan.tasks ?? []).find((rule) => matches(rule.match, subject) && this.itsTurn(rule)) ?? {};
  }

  forLog(subject: Subject): LogRule {
    const rule = this.plan.logs;
    return rule && matches(rule.match, subject) ? rule : {};
  }

  private itsTurn(rule: { readonly times?: number; readonly skip?: number }): boolean {
    const chance = this.chances.get(rule) ?? 0;
    this.chances.set(rule, chance + 1);
    const skip = rule.skip ?? 0;
    return chance >= skip && chance < skip + (rule.times ?? 1);
  }
}

/** Whether every text of the match is part of what it is compared with. */
export function matches(match: Match | undefined, subject: Subject): boolean {
  const keys = ['cluster', 'startedBy', 'family', 'image'] as const;
  return keys.every((key) => match?.[key] === undefined || (subject[key] ?? '').includes(match[key]));
}
