/** What the bench uses of nlp.js, which brings no types. */
declare module '@nlpjs/basic' {
  export function dockStart(options: object): Promise<{ get(name: string): unknown }>;
}
