import { refuse, type Finding } from '../files/finding.js';
import { Liquid, type Template } from 'liquidjs';
import { AppError, messageOf } from '../core/errors.js';
import { readTemplates } from './load.js';
import type { TemplateFile } from './schema.js';

/** The texts the bot says, by name. */
export interface Templates {
  has(name: string): boolean;
  /** Renders a text; ends and blank lines trimmed. Throws an AppError when the template or a variable is not there. */
  render(name: string, data: object): string;
  /** Renders a short text kept elsewhere (a question of a definition). */
  renderText(text: string, data: object): string;
}

function createEngine(): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    jsTruthy: true,
  });
  engine.registerFilter('month_day', (day: unknown) => {
    const match = /^\d{4}-(\d{2})-(\d{2})/.exec(String(day));
    return match ? `${Number(match[1])}月${Number(match[2])}日` : String(day);
  });
  engine.registerFilter('year_month_day', (day: unknown) => {
    const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(String(day));
    return match ? `${Number(match[1])}年${Number(match[2])}月${Number(match[3])}日` : String(day);
  });
  engine.registerFilter(
    'hour_minute',
    (time: unknown) => /T(\d{2}:\d{2})/.exec(String(time))?.[1] ?? String(time),
  );
  // What may be empty leaves neither a comma nor brackets behind.
  engine.registerFilter('beside', (first: unknown, ...more: unknown[]) =>
    [first, ...more].filter((part) => isThere(part)).join('，'),
  );
  engine.registerFilter('bracketed', (value: unknown) => (isThere(value) ? `（${value}）` : ''));
  return engine;
}

const isThere = (value: unknown): value is string | number =>
  typeof value === 'number' || (typeof value === 'string' && value !== '');

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .join('\n');
}

interface Parsed {
  file: TemplateFile;
  nodes: Template[];
}

function parseAll(
  files: TemplateFile[],
  engine: Liquid,
): { parsed: Map<string, Parsed>; findings: Finding[] } {
  const parsed = new Map<string, Parsed>();
  const findings: Finding[] = [];
  for (const file of files) {
    try {
      parsed.set(file.name, { file, nodes: engine.parse(file.body, file.file) });
    } catch (error) {
      findings.push(locate(file, error));
    }
  }
  return { parsed, findings };
}

/** Liquid names the place as ", line:3, col:5"; the head's lines are added to it. */
function locate(file: TemplateFile, error: unknown): Finding {
  const text = messageOf(error);
  const place = /line:(\d+)(?:, col:(\d+))?/.exec(text);
  return {
    file: file.file,
    line: file.bodyLine + (place ? Number(place[1]) - 1 : 0),
    column: place?.[2] ? Number(place[2]) : 1,
    message: text.replace(/, file:.*$|, line:.*$/s, ''),
  };
}

/** Everything wrong in a directory of templates, the examples that do not give what they should included. */
export function lintTemplates(dir: string): Finding[] {
  const engine = createEngine();
  const { files, findings } = readTemplates(dir);
  const { parsed, findings: syntax } = parseAll(files, engine);
  findings.push(...syntax);
  for (const { file, nodes } of parsed.values()) {
    for (const [i, example] of file.head.examples.entries()) {
      try {
        const got = tidy(String(engine.renderSync(nodes, example.data)));
        const want = tidy(example.expect);
        if (got !== want)
          findings.push({ ...file.exampleAt(i), message: `example ${i + 1} gives «${got}», not «${want}»` });
      } catch (error) {
        findings.push(locate(file, error));
      }
    }
  }
  return findings;
}

export interface LoadOptions {
  /** The templates that ship: they say what `dir` does not, or cannot because its text fails while it is rendered. */
  shipped?: string | undefined;
  /** A template of `dir` failed and the one that ships was taken. */
  onFault?: ((line: string) => void) | undefined;
}

/** Loads the templates of a directory. Throws an AppError that names file, line and column of each fault. */
export function loadTemplates(dir: string, { shipped, onFault }: LoadOptions = {}): Templates {
  const engine = createEngine();
  const parsed = parsedOf(dir, engine);
  const fallback =
    shipped === undefined || shipped === dir ? new Map<string, Parsed>() : parsedOf(shipped, engine);
  const texts = new Map<string, Template[]>();
  const draw = (from: Parsed, data: object) => tidy(String(engine.renderSync(from.nodes, data)));
  return {
    has: (name) => parsed.has(name) || fallback.has(name),
    render(name, data) {
      const [own, other] = [parsed.get(name), fallback.get(name)];
      const found = own ?? other;
      if (!found) throw new AppError('template-missing', `no template named ${name} in ${dir}`);
      if (!own || !other) return draw(found, data);
      try {
        return draw(own, data);
      } catch (error) {
        const { file, line, column, message } = locate(own.file, error);
        onFault?.(`${file}:${line}:${column} ${message}: the template that ships is used instead`);
        return draw(other, data);
      }
    },
    renderText(text, data) {
      let nodes = texts.get(text);
      if (!nodes) texts.set(text, (nodes = engine.parse(text)));
      return tidy(String(engine.renderSync(nodes, data)));
    },
  };
}

function parsedOf(dir: string, engine: Liquid): Map<string, Parsed> {
  const { files, findings } = readTemplates(dir);
  const { parsed, findings: syntax } = parseAll(files, engine);
  findings.push(...syntax);
  refuse(findings, 'templates-invalid', 'npm run -s cli -- check');
  return parsed;
}
