import type { ReactNode } from 'react';
import type { Issue } from './api.js';

type Document = Issue['document'];
type Block = Document['blocks'][number];

/** 2026-05-08 as a document writes its day. */
const dated = (day: string): string => {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  return `${y}年${m}月${d}日`;
};

/** The document as it will be printed, as far as a page can show it: the words and their order are those of the file. */
export function Paper({ document }: { document: Document }) {
  const { head, number, title, blocks, signature, date, imprint } = document;
  return (
    <div className="paper-frame">
      <article className="paper" aria-label="公文预览">
        {head && <div className="paper-head">{head}</div>}
        {number && <div className="paper-number">{number}</div>}
        <div className="paper-line" />
        <h2>
          {title.split('\n').map((line) => (
            <span key={line}>{line}</span>
          ))}
        </h2>
        {blocks.map((block, i) => (
          <div key={i}>{shown(block)}</div>
        ))}
        <div className="paper-sign">
          <div>{signature}</div>
          <div>{date && dated(date)}</div>
        </div>
        {imprint && (
          <div className="paper-imprint">
            <span>{imprint.office}</span>
            <span>{dated(imprint.date)}印发</span>
          </div>
        )}
      </article>
    </div>
  );
}

function shown(block: Block): ReactNode {
  if (block.type === 'heading') return <h3>{block.text}</h3>;
  if (block.type === 'paragraph') return <p>{block.text}</p>;
  if (block.type !== 'table') return null;
  return (
    <table>
      {block.head && (
        <thead>
          <tr>
            {block.head.map((cell) => (
              <th key={cell}>{cell}</th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {block.rows.map((row, i) => (
          <tr key={i}>
            {row.map((cell, j) => (
              <td key={j} style={{ textAlign: block.align?.[j] ?? 'left' }}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
