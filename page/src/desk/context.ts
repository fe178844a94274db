import { createContext, useContext, useEffect, useState } from 'react';
import { saysOf } from '../api.js';
import type { Go } from '../use-route.js';
import type { Book, DeskApi } from './api.js';

/** In whose name one looks, what there is, and how to go somewhere. */
export interface DeskView {
  api: DeskApi;
  book: Book;
  go: Go;
  /** Changes when something was decided: lists look again. */
  stamp: number;
  touch: () => void;
}

export const DeskContext = createContext<DeskView | undefined>(undefined);

export function useDesk(): DeskView {
  const view = useContext(DeskContext);
  if (!view) throw new Error('outside of the desk');
  return view;
}

export type Loaded<T> = { data?: T; failed?: string };

/** Reads when one of `keys` changes; what came before stays on the screen until then. */
export function useLoad<T>(load: () => Promise<T>, keys: readonly unknown[]): [Loaded<T>, () => void] {
  const [state, setState] = useState<Loaded<T>>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let left = false;
    load().then(
      (data) => left || setState({ data }),
      (error: unknown) => left || setState({ failed: saysOf(error) }),
    );
    return () => {
      left = true;
    };
  }, [...keys, turn]);
  return [state, () => setTurn((n) => n + 1)];
}
