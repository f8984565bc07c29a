/** What a scan comes to, in numbers and in the words that every format begins with. */
import { RISK_LEVELS, rank, type RiskLevel } from '../catalogue/vocabulary.ts';
import type { ScanReport, ScannedServer, ScannedTool } from './scan-record.ts';
import { carriesList } from '../catalogue/vocabulary.ts';
import { count, line, list } from './words.ts';

export interface Summary {
  servers: number;
  unchecked: number;
  tools: number;
  levels: Record<RiskLevel, number>;
  findings: number;
  failing: number;
  accepted: number;
}

/** The numbers of a report. */
export function summaryOf({ servers, findings }: ScanReport): Summary {
  const levels: Record<RiskLevel, number> = { Low: 0, Medium: 0, High: 0, Critical: 0 };
  for (const { tools } of servers) for (const { classification } of tools) levels[classification.riskLevel]++;
  return {
    servers: servers.length,
    unchecked: servers.filter(({ outcome }) => !carriesList(outcome)).length,
    tools: servers.reduce((sum, { tools }) => sum + tools.length, 0),
    levels,
    findings: findings.length,
    failing: findings.filter(({ fails }) => fails).length,
    accepted: findings.filter(({ accepted }) => accepted !== undefined).length,
  };
}

/** `3 servers, 27 tools: 2 Critical, 1 High and 24 Low; 1 server could not be checked.` */
export function summaryWords(report: ScanReport): string {
  const { servers, tools, levels, unchecked } = summaryOf(report);
  const levelled = [...RISK_LEVELS].reverse().filter((level) => levels[level] > 0);
  const parts = levelled.map((level) => `${levels[level]} ${level}`);
  const risk = parts.length > 0 ? `: ${list(parts)}` : '';
  const unknown = unchecked > 0 ? `; ${count(unchecked, 'server')} could not be checked` : '';
  return `${count(servers, 'server')}, ${count(tools, 'tool')}${risk}${unknown}.`;
}

/** Whether the scan passes, and by what it was measured. */
export function verdictLine(report: ScanReport): string {
  const { failing, accepted } = summaryOf(report);
  const kept = accepted > 0 ? ` ${count(accepted, 'finding')} accepted.` : '';
  return failing > 0 ? `Fails: ${count(failing, 'finding')}.${kept}` : `Nothing fails.${kept}`;
}

/** A tool with the server that has it. */
export type OwnedTool = ScannedTool & { server: ScannedServer };

/** All tools of the stack, riskiest first, then by server and name. */
export function riskiestFirst({ servers }: Pick<ScanReport, 'servers'>): OwnedTool[] {
  const owned = servers.flatMap((server) => server.tools.map((tool) => ({ ...tool, server })));
  const level = (tool: OwnedTool) => rank(RISK_LEVELS, tool.classification.riskLevel);
  const key = (tool: OwnedTool) => `${tool.server.id}\0${tool.definition.name}`;
  return owned.sort((a, b) => level(b) - level(a) || (key(a) < key(b) ? -1 : 1));
}

/** `.mcp.json:4`, as editors and terminals open it. */
export function placeWords({ file, region }: { file: string; region?: { startLine: number } }): string {
  return region === undefined ? line(file, 300) : `${line(file, 300)}:${region.startLine}`;
}
