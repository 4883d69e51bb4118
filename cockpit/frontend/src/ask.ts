/* A part of the snapshot of an organisation: what it is called, and where the server has it. */

export type Part = "first" | "branch" | "trend";

export interface Ask {
  readonly part: Part;
  readonly org: string;
  readonly period?: string;
  readonly indicator?: string;
}

export const branchOf = (org: string): Ask => ({ part: "branch", org });

export const named = ({ part, org, indicator }: Ask): string => [part, org, indicator ?? ""].join("/");

export const addressOf = (ask: Ask): string => `/api/snapshot?${new URLSearchParams({ ...ask })}`;
