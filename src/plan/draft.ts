import { z } from 'zod';
import { day } from '../core/schemas.js';

/** 7 for a section of its own; "2.3" for the third part of section 2, where a plan has parts of its own. */
const number = z.union([z.int().positive(), z.string().min(1)]);
/** First and last line of the document, both inclusive, from 1. A .docx counts its paragraphs and table rows. */
const lines = z.object({ from: z.int().positive(), to: z.int().positive() });

export const planMilestoneSchema = z.object({
  what: z.string(),
  due: day,
  soft: z.literal(true).optional(), // 力争, 拟定: hoped for, not promised
  target: z.object({ value: z.number(), unit: z.string() }).optional(),
});

export const planActionSchema = z.object({
  number: number.optional(),
  title: z.string(),
  section: z.string().optional(), // the heading it stands under
  leader: z.string().optional(),
  leadUnit: z.string().optional(),
  units: z.array(z.string()), // the lead unit first
  owner: z.string().optional(), // 责任人
  milestones: z.array(planMilestoneSchema),
  longTerm: z.literal(true).optional(), // standing work
  text: lines,
});

export const planProblemSchema = z.object({
  number: number.optional(),
  problem: z.string(),
  measures: z.array(z.string()),
  leader: z.string().optional(),
  leadUnit: z.string().optional(),
  units: z.array(z.string()),
  owner: z.string().optional(),
  milestones: z.array(planMilestoneSchema),
  longTerm: z.boolean(), // never overdue, reported on each quarter
  immediate: z.literal(true).optional(), // 立行立改: at once, without a day
  text: lines,
});

export const CADENCES = [
  'daily',
  'weekly',
  'fortnightly',
  'ten-daily',
  'monthly',
  'quarterly',
  'half-yearly',
  'yearly',
] as const;

export const planDutySchema = z.object({
  what: z.string(),
  cadence: z.enum(CADENCES),
  /** "FRI 12:00" in a week; "25" or "LAST" the day of the month or quarter, "06-LAST" of the year; a time may follow. */
  due: z.string().optional(),
  by: z.string().optional(),
  to: z.string().optional(),
  text: lines,
});

export const planWarningSchema = z.object({
  code: z.string(),
  detail: z.string(),
  at: z.array(z.string()), // every place it is about: "（十五）", or "第12行"
});

/** What a plan document says, for a person to confirm: nothing in it is in force until somebody did. */
export const planDraftSchema = z.object({
  file: z.string(),
  title: z.string().optional(),
  issuer: z.string().optional(),
  issued: day.optional(),
  actions: z.array(planActionSchema),
  problems: z.array(planProblemSchema),
  duties: z.array(planDutySchema),
  /** Deadlines of the whole plan, outside any action. */
  goals: z.array(planMilestoneSchema.extend({ text: lines })),
  /** Stretches of time that the plan goes through: 决战决胜阶段. */
  stages: z.array(z.object({ name: z.string(), from: day, to: day, text: lines })).optional(),
  warnings: z.array(planWarningSchema),
});

export type PlanMilestone = z.infer<typeof planMilestoneSchema>;
export type PlanAction = z.infer<typeof planActionSchema>;
export type PlanProblem = z.infer<typeof planProblemSchema>;
export type PlanDuty = z.infer<typeof planDutySchema>;
export type PlanWarning = z.infer<typeof planWarningSchema>;
export type PlanGoal = PlanDraft['goals'][number];
export type PlanDraft = z.infer<typeof planDraftSchema>;
export type Lines = z.infer<typeof lines>;
